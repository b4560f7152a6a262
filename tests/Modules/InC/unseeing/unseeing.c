// Sees lengths, and no packet.
void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++)
		burst->verdicts[i] = fp_frame_length(burst, i) > 100;
}
