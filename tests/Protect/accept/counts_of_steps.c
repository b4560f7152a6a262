// Loops that count their steps beside where they are, and what is asked of the number in the loop and behind it.
static struct {
	uint32_t at, turn, wanted[2];
	uint8_t taken[256];
	uint64_t limit, seen;
} state = {.wanted = {3, 5}, .taken = {0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0}, .limit = 7};

__attribute__((noinline)) static uint64_t both(const uint8_t *bytes, uint64_t from, uint64_t count)
{
	uint64_t made = 0, n = 0;
	for (uint64_t i = from; n != count; i += 3, n += 3)
		made = made * 31 + bytes[i & 255] + n;
	return made;
}

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		uint32_t at = state.at, steps = 0;
		do {
			at++;
			steps++;
		} while (state.taken[at & 255]);
		state.at = at;
		burst->verdicts[i] = steps == state.wanted[state.turn++ & 1];
		uint64_t n = state.seen, k = 0;
		do {
			n++;
			k++;
		} while (state.taken[n & 15]);
		state.seen = n;
		if (k == state.limit)
			burst->verdicts[i] ^= 1;
	}
	uint64_t made = both(state.taken, burst->count, 3 * 40);
	memcpy(fp_packet(burst, 0), &made, sizeof(made));
}
