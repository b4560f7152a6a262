// Another convention saves other registers.
__attribute__((ms_abi, noinline)) static int odd(int x)
{
	return x + 1;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)odd(burst->verdicts[1]);
}
