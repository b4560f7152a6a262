// An offset of 64 bits from the arena.
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = *(uint8_t __attribute__((address_space(256))) *)(burst->now_cycles << 20);
}
