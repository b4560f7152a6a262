// Assembly that is empty, with an operand.
void process(struct fp_burst *burst)
{
	uint64_t leaked;
	__asm__ volatile("" : "=r"(leaked));
	burst->verdicts[0] = (uint8_t)leaked;
}
