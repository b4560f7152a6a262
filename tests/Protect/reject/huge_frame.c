// More than the stack has.
__attribute__((noinline)) static void fill(uint8_t *to, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		to[i] = (uint8_t)i;
}

void process(struct fp_burst *burst)
{
	uint8_t local[1 << 20];
	fill(local, burst->count);
	burst->verdicts[0] = local[burst->count];
}
