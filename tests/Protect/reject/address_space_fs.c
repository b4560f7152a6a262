// What %fs points at: the host's thread.
static int host(void)
{
	return *(int __attribute__((address_space(257))) *)0x28;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)host();
}
