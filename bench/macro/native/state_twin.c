/*
 * The table of runtime/FastPaas.Abstractions/State written by hand in C, on the same memory. Its tricks are all of the C# side's:
 * passes over the burst, tags by one compare of 16, prefetches a pass ahead, no jump on a packet but where a flow has overflowed.
 */
#include "state.h"

#pragma clang attribute push(__attribute__((target("aes"))), apply_to = function)

static uint64_t home_of(const struct table *t, uint64_t hash)
{
	uint64_t home = hash & t->home_mask;

	return home >= t->homes ? home & t->home_mask >> 1 : home;
}

static uint32_t match(const struct group *g, uint16_t tag)
{
	__m256i equal = _mm256_cmpeq_epi16(_mm256_load_si256((const __m256i *)g->tags), _mm256_set1_epi16((short)tag));

	return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(_mm256_castsi256_si128(equal), _mm256_extracti128_si256(equal, 1)));
}

static uint16_t tag_of(uint64_t hash) { return (uint16_t)(hash >> 48 | 1); }

static void see(struct table *t, struct notes *n, uint64_t lane, uint64_t index, uint64_t slot)
{
	struct group *g = &t->groups[index];
	uint8_t class = g->classes >> 4 * slot & 15;

	n->found[lane] = class;
	g->ages[slot] = t->ticks[class];
	n->entries[lane] = &t->entries[index * GROUP_SLOTS + slot];
}

static __attribute__((noinline)) uint64_t match_displaced(struct table *t, struct notes *n, uint64_t lanes)
{
	uint64_t candidates = 0;

	EACH_LANE(lane, lanes) {
		uint64_t home = home_of(t, n->hashes[lane]), index = home;

		while (t->groups[index].passed_over && ++index < home + PROBE_GROUPS) {
			uint32_t matches = match(&t->groups[index], tag_of(n->hashes[lane]));

			if (!matches)
				continue;
			see(t, n, lane, index, lowest(matches));
			__builtin_prefetch(n->entries[lane], 1);
			candidates |= 1ull << lane;
			break;
		}
	}
	return candidates;
}

static int is_key(__m128i a, __m128i b) { return _mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) == 0xffff; }

static __attribute__((noinline)) uint64_t find_slowly(struct table *t, struct notes *n, uint64_t lanes)
{
	uint64_t found = 0;

	EACH_LANE(lane, lanes) {
		uint64_t home = home_of(t, n->hashes[lane]), index = home;

		do {
			for (uint32_t rest = match(&t->groups[index], tag_of(n->hashes[lane])); rest; rest &= rest - 1) {
				struct entry *e = &t->entries[index * GROUP_SLOTS + lowest(rest)];

				if (!is_key(e->key, n->keys[lane]))
					continue;
				see(t, n, lane, index, lowest(rest));
				e->burst = (uint32_t)t->burst;
				found |= 1ull << lane;
				goto next;
			}
		} while (t->groups[index].passed_over && ++index < home + PROBE_GROUPS);
	next:;
	}
	return found;
}

static uint64_t find(struct table *t, struct notes *n, uint64_t lanes)
{
	uint64_t candidates, found, displaced, unclear;

	EACH_LANE(lane, lanes) {
		uint64_t hash = n->hashes[lane];
		struct group *g = n->homes[lane];
		uint32_t matches = match(g, tag_of(hash));
		uint64_t slot = lowest(matches | 1u << GROUP_SLOTS);
		uint8_t class = g->classes >> (4 * slot & 63) & 15;
		uint64_t here = (uint64_t)&t->entries[(g - t->groups) * GROUP_SLOTS + slot], nobody = (uint64_t)&n->nobody;

		n->matches[lane] = (uint16_t)matches;
		n->passed_over[lane] = g->passed_over;
		n->found[lane] = class;
		g->ages[slot] = t->ticks[class];
		n->entries[lane] = (struct entry *)(nobody + ((here - nobody) & -(uint64_t)(matches != 0)));
		__builtin_prefetch(n->entries[lane], 1);
	}
	candidates = lanes & ~equal16(n->matches, 0);
	displaced = lanes & ~equal16(n->passed_over, 0) & ~candidates;
	if (displaced)
		candidates |= match_displaced(t, n, displaced);
	EACH_LANE(lane, lanes) {
		struct entry *e = n->entries[lane];

		n->equal[lane] = (uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(e->key, n->keys[lane]));
		e->burst = (uint32_t)t->burst;
	}
	found = equal16(n->equal, 0xffff) & candidates;
	unclear = candidates & ~found;
	return unclear ? found | find_slowly(t, n, unclear) : found;
}

/* FlowTable's Look, without what is due now and then. */
uint64_t twin_look(struct work *work)
{
	struct table *t = work->table;
	struct notes n;
	uint64_t found, changed;

	t->burst++;
	memset(&n.nobody, 0, sizeof n.nobody);
	classify(work->headers, &n);
	EACH_LANE(lane, work->lanes) {
		n.keys[lane] = key_of(work, n.has_ports, lane);
		n.hashes[lane] = hash_of(t, n.keys[lane]);
		n.homes[lane] = &t->groups[home_of(t, n.hashes[lane])];
		__builtin_prefetch(n.homes[lane], 1);
	}
	found = find(t, &n, work->lanes);
	changed = found & (uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(
				 _mm256_loadu_si256((const __m256i *)n.classes), _mm256_loadu_si256((const __m256i *)n.found)));
	EACH_LANE(lane, changed) { /* not in this traffic, whose flows are UDP */
		uint64_t slot = (uint64_t)(n.entries[lane] - t->entries);
		struct group *g = &t->groups[slot / GROUP_SLOTS];
		int shift = 4 * (slot % GROUP_SLOTS);

		g->classes = (g->classes & ~(15ull << shift)) | (uint64_t)n.classes[lane] << shift;
	}
	EACH_LANE(lane, found)
		count_in(n.entries[lane], work->packets[lane], work->now);
	return found;
}

#pragma clang attribute pop
