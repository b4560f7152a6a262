// Indices that vector registers had: what comes back from one is bounded by its width alone.
static volatile uint64_t far = 0x123456789, again = 0x123456789;
static struct {
	uint32_t first;
	uint64_t second;
	uint16_t third[3];
} rows[256];

void process(struct fp_burst *burst)
{
	uint64_t zero = far - again;
	memset(burst->verdicts, 0, sizeof(burst->verdicts));
	uint8_t other = 22 + (uint8_t)zero, i = 72;
	const uint8_t start = i, begin = other;
	do {
		rows[(int8_t)((uint8_t)(other - begin) + zero)].second += rows[(uint8_t)(i - start)].first + 1;
		i++, other++;
	} while (i != (uint8_t)(start + (uint8_t)burst->count));
	burst->verdicts[0] = (uint8_t)rows[1].second;
}
