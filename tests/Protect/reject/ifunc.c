// Chosen before main, by code that runs then.
static int one(void)
{
	return 1;
}

static void *choose(void)
{
	return (void *)one;
}

int other(void) __attribute__((ifunc("choose")));

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
