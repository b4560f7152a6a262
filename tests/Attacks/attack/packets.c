// Packets of others, packets that have gone, and what a module tells the host about its own.
#include "ways.h"

#include "places.h"

void packet_of_neighbour(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }

void packet_by_distance(struct attacker *me, struct fp_burst *burst)
{
	poke((uintptr_t)fp_packet(burst, 0) + me->aim);
}

void reads_whole_pool(struct attacker *me, struct fp_burst *burst)
{
	// One of each kilobyte: a neighbour's packets are full of a word that the test looks for.
	const volatile uint64_t *words = (const volatile uint64_t *)at(PACKETS_OFFSET);
	for (unsigned int i = 0; i < LOOT_WORDS; i++)
		me->loot[i] = words[i * 129];
}

void fills_pool(struct attacker *me, struct fp_burst *burst) { memset(at(PACKETS_OFFSET), 0x41, 4 << 20); }

void mbuf_of_host(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }

void before_packet(struct attacker *me, struct fp_burst *burst)
{
	volatile uint8_t *packet = fp_packet(burst, 0);
	for (int i = 1; i <= 64; i++)
		packet[-i] = 0x41;
}

void stale_packet(struct attacker *me, struct fp_burst *burst)
{
	if (me->kept)
		memset(me->kept, 0x41, 14);
	me->kept = fp_packet(burst, 0);
}

void stale_burst(struct attacker *me, struct fp_burst *burst)
{
	// What the host wrote there is the host's to know.
	burst->count = 0;
	memset(burst->packets + 1, 0xff, sizeof(burst->packets) - sizeof(*burst->packets));
}

void offset_to_host(struct attacker *me, struct fp_burst *burst) { burst->packets[0].offset = (uint32_t)me->aim; }
void offset_wraps(struct attacker *me, struct fp_burst *burst)
{
	burst->packets[0].offset = 0xffffffc0u;
	burst->packets[0].length = 0x80;
}

void length_too_large(struct attacker *me, struct fp_burst *burst) { burst->packets[0].length = 0x7fffffff; }
void length_too_small(struct attacker *me, struct fp_burst *burst) { burst->packets[0].length = 13; }

void other_packets_descriptor(struct attacker *me, struct fp_burst *burst)
{
	burst->packets[0] = burst->packets[1];
}

void count_grows(struct attacker *me, struct fp_burst *burst) { burst->count = 1000; }

void state_to_host(struct attacker *me, struct fp_burst *burst)
{
	burst->state = at(me->aim);
	((struct attacker *)burst->state)->bursts = 1;
}

void verdict_undeclared(struct attacker *me, struct fp_burst *burst) { burst->verdicts[0] = 200; }
void verdict_missing(struct attacker *me, struct fp_burst *burst) { burst->verdicts[0] = 0xff; }

void grows_unwritten(struct attacker *me, struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		burst->packets[i].offset -= 64;
		burst->packets[i].length += 128;
	}
}
