// A module that tries to get out of its arena: which of attacks.def's ways its configuration says, in every burst alike.
#include "places.h"
#include "ways.h"

enum { OWN_WORDS = 1024, PACKETS_IN_INIT = 1000 };

volatile uint64_t nothing;

static void (*const attacks[])(struct attacker *, struct fp_burst *) = {
#define ATTACK(name, aim, outcome, what) name,
#include "attacks.def"
#undef ATTACK
};

static struct attacker self;
static uint32_t chosen;

void *init(struct fp_heap *heap, const struct attack_config *config)
{
	chosen = config->attack;
	if (chosen == PACKETS_IN_INIT)
		self.loot[0] = *(volatile uint64_t *)at(PACKETS_OFFSET);
	if (chosen >= sizeof(attacks) / sizeof(*attacks))
		return fp_refuse(heap, "attack: there is no such line in attacks.def.");
	self.aim = config->aim;
	self.heap_end = (uintptr_t)heap->end;
	self.own = fp_alloc(heap, OWN_WORDS, sizeof(*self.own));
	return self.own ? &self : fp_refuse(heap, "there is no memory for an attacker.");
}

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++)
		burst->verdicts[i] = ATTACK_DONE;
	attacks[chosen](&self, burst);
	self.bursts++;
}
