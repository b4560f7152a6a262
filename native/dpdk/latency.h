// How long packets took, counted in buckets of 1/128 of their value (below 256 cycles: of one cycle). What a percentile says is
// at most that much too long. Longer than 2^36 cycles, 20 seconds, is the last bucket.
#pragma once

#include <stdint.h>

enum { LATENCY_PART_BITS = 7, LATENCY_BITS = 36, LATENCY_BUCKETS = (LATENCY_BITS - LATENCY_PART_BITS + 1) << LATENCY_PART_BITS };

struct latency {
	uint64_t packets;
	uint64_t buckets[LATENCY_BUCKETS];
};

static inline void latency_add(struct latency *latency, uint64_t cycles)
{
	if (cycles >> LATENCY_BITS)
		cycles = (UINT64_C(1) << LATENCY_BITS) - 1;
	// The bits behind the first LATENCY_PART_BITS + 1 are left out.
	const uint32_t highest = 63 - (uint32_t)__builtin_clzll(cycles | 1);
	const uint32_t shift = highest > LATENCY_PART_BITS ? highest - LATENCY_PART_BITS : 0;
	latency->buckets[(shift << LATENCY_PART_BITS) + (uint32_t)(cycles >> shift)]++;
	latency->packets++;
}

// The longest time that ends up in a bucket.
static inline uint64_t latency_bucket_max(uint32_t bucket)
{
	const uint32_t parts = 1 << LATENCY_PART_BITS;
	if (bucket < 2 * parts)
		return bucket;
	return ((uint64_t)(parts + bucket % parts + 1) << (bucket / parts - 1)) - 1;
}

// So many of a million packets took that long at most. 0: there were none.
static inline uint64_t latency_of(const struct latency *latency, uint32_t millionths)
{
	const uint64_t packets = latency->packets;
	const uint64_t wanted = packets - (uint64_t)((unsigned __int128)packets * (1000000 - millionths) / 1000000);
	uint64_t seen = 0;
	for (uint32_t bucket = 0; bucket < LATENCY_BUCKETS && packets; bucket++) {
		seen += latency->buckets[bucket];
		if (seen >= wanted)
			return latency_bucket_max(bucket);
	}
	return 0;
}
