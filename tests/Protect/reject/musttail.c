// A jump into another function.
__attribute__((noinline)) static int one(int x)
{
	return x + 1;
}

__attribute__((noinline)) static int two(int x)
{
	__attribute__((musttail)) return one(x);
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)two(burst->verdicts[1]);
}
