// Instructions that not every machine has.
__attribute__((target("avx512f"))) void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
