// Blocks of 16 to 1,039 bytes, two thirds of its slots full once it has run for a while. Every way draws the same numbers, and
// says of each operation what it found.
#include "churn_c.h"

enum {
	SLOTS = 8192,
	BYTES_MIN = 16,
	BYTES_BITS = 10,
};

struct slot {
	uint64_t *block;   // its first word is its slot's number
	uint32_t words;
};

struct churn {
	uint64_t random;
	struct slot slots[SLOTS];
};

void *init(struct fp_heap *heap, const struct churn_c_config *config)
{
	struct churn *churn = fp_alloc(heap, 1, sizeof(*churn));
	if (!churn)
		return fp_refuse(heap, "there is no memory for its slots.");
	churn->random = 1;
	return churn;
}

// Marsaglia, "Xorshift RNGs" (2003).
static uint64_t draw(struct churn *churn)
{
	churn->random ^= churn->random << 13;
	churn->random ^= churn->random >> 7;
	return churn->random ^= churn->random << 17;
}

// An empty slot is filled; of a full one the block is freed, or a word of it is written.
static uint8_t change(struct slot *slot, uint64_t number, uint64_t random)
{
	if (!slot->block) {
		uint32_t bytes = BYTES_MIN + (random & ((1 << BYTES_BITS) - 1));
		slot->block = malloc(bytes);
		if (!slot->block)
			return UINT8_MAX;
		slot->words = bytes / sizeof(*slot->block);
		slot->block[0] = number;
		return CHURN_C_TAKEN;
	}
	if (slot->block[0] != number)
		return UINT8_MAX;
	if (random & 1) {
		free(slot->block);
		slot->block = NULL;
		return CHURN_C_GIVEN;
	}
	slot->block[1 + (random >> 1) % (slot->words - 1)] = random;
	return CHURN_C_TAKEN;
}

void process(struct fp_burst *burst)
{
	struct churn *churn = burst->state;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint64_t random = draw(churn), number = random % SLOTS;
		burst->verdicts[i] = change(&churn->slots[number], number, random >> 32);
	}
}
