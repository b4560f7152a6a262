// A deterministic automaton over the bytes of each packet. Its transitions are drawn, so every byte is a load whose address is
// the last load's result: what protection does to that address can't hide behind other work.
#include "automaton_c.h"

enum {
	STATES = 256,
	PAYLOAD_OFFSET = 42,   // Ethernet, IPv4 without options, UDP
	ACCEPTING_ONE_IN = 64,
};

struct automaton {
	uint16_t next[STATES][256];
	uint8_t accepts[STATES];
};

// SplitMix64.
static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

void *init(struct fp_heap *heap, const struct automaton_c_config *config)
{
	struct automaton *automaton = fp_alloc(heap, 1, sizeof(*automaton));
	if (!automaton)
		return fp_refuse(heap, "there is no memory for its table.");
	uint64_t seed = 1;
	for (uint32_t state = 0; state < STATES; state++) {
		automaton->accepts[state] = draw(&seed) % ACCEPTING_ONE_IN == 0;
		for (uint32_t byte = 0; byte < 256; byte++)
			automaton->next[state][byte] = draw(&seed) % STATES;
	}
	return automaton;
}

void process(struct fp_burst *burst)
{
	const struct automaton *automaton = burst->state;
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		uint32_t state = 0;
		uint8_t is_match = 0;
		for (uint32_t at = PAYLOAD_OFFSET; at < burst->packets[i].length; at++) {
			state = automaton->next[state][frame[at]];
			is_match |= automaton->accepts[state];
		}
		burst->verdicts[i] = is_match ? AUTOMATON_C_MATCH : AUTOMATON_C_CLEAN;
	}
}
