// Its first init takes as many rounds and as much memory as its configuration says; the next one never ends.
#include "slow.h"

static volatile uint64_t turns;

void *init(struct fp_heap *heap, const struct slow_config *config)
{
	uint64_t *begins = fp_shared(heap, 1, sizeof(*begins));
	volatile uint8_t *memory = fp_alloc(heap, 1, config->touched_bytes + 1);
	if (!begins || !memory)
		return fp_refuse(heap, "no memory");
	for (uint64_t i = 0; i <= config->touched_bytes; i += 4096)
		memory[i] = 1;
	uint64_t rounds = *begins ? UINT64_MAX : config->rounds;
	*begins = 1;
	while (turns < rounds)
		turns++;
	return begins;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
