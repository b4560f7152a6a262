// Does what the first byte of a frame says, and what no module may. The second byte is its output.
#include "attacker.h"

struct state {
	uint64_t bursts;
	void (*pointer)(void);
};

static volatile uint32_t zero;
static uint32_t globals = 0x1234;

void *init(struct fp_heap *heap, const struct attacker_config *config)
{
	struct state *state = fp_alloc(heap, 1, sizeof(struct state));
	return state && !state->bursts && globals == 0x1234 ? state : fp_refuse(heap, "memory isn't as at the start");
}

static uint32_t recurse(volatile uint32_t *depth)
{
	volatile uint32_t here[64] = {*depth + 1};
	return *depth == 0xffffffff ? 0 : recurse(here) + here[1];
}

static void attack(struct fp_burst *burst, struct state *state, uint8_t command)
{
	volatile uint32_t depth = 0;
	switch (command) {
	case 1:
		*(volatile uint32_t *)(uintptr_t)(zero + 8) = 1;
		break;
	case 2:
		state->pointer = (void (*)(void))(uintptr_t)(zero + 0x4141);
		state->pointer();
		break;
	case 3:
		globals = 1000 / zero;
		break;
	case 4:
		recurse(&depth);
		break;
	case 5:
		for (;;)
			zero = 0;
	case 6:
		abort();
	case 7:
		burst->verdicts[0] = 200;
		break;
	}
}

void process(struct fp_burst *burst)
{
	struct state *state = burst->state;
	state->bursts++;
	globals++;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *frame = fp_packet(burst, i);
		burst->verdicts[i] = frame[1] & 1;
		attack(burst, state, frame[0]);
	}
}
