// Code that runs before main.
static int counted;

__attribute__((constructor)) static void early(void)
{
	counted++;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
