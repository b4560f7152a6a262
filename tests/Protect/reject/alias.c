// A second name.
int one(void);
int one(void)
{
	return 1;
}

int other(void) __attribute__((alias("one")));

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
