// Answers with what the packet's first byte says; 0xfe: nothing.
void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t first = *fp_packet(burst, i);
		if (first != 0xfe)
			burst->verdicts[i] = first;
	}
}
