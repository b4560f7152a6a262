// Time, finer than the host gives it.
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)__builtin_ia32_rdtsc();
}
