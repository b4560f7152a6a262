// Bounds that code generation knows so well that it leaves no instruction for the verifier to see them by: such functions are
// compiled again with whole addresses.
static uint8_t bytes[256];

void process(struct fp_burst *burst)
{
	memset(burst->verdicts, 0, sizeof(burst->verdicts));
	uint8_t *first = burst->verdicts, *next = first;
	uint32_t left = burst->count;
	do {
		first[(int8_t)(next - first) ^ 39] = bytes[next - first] * 4u;
		next++;
	} while (--left);
}
