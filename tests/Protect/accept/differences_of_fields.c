// Indices that are differences of what packets hold.
static uint32_t words[256];

void process(struct fp_burst *burst)
{
	memset(burst->verdicts, 0, sizeof(burst->verdicts));
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		uint8_t at = frame[20] & 31, less = frame[21] & 15;
		burst->verdicts[at + 16 - less] ^= 1;
		words[burst->packets[(at - less) & 63].length & 255] += burst->packets[16 + at - less].length;
		(&burst->verdicts[63])[-(int32_t)(63 - (frame[22] & 63))] += words[i & 255];
	}
}
