// Code where another's is.
__attribute__((section("fp_text_other"), noinline)) static int hidden(int x)
{
	return x + 1;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)hidden(burst->verdicts[1]);
}
