// What a lookup reads. IPv4: 16, 8 and 8 bits of the address, so that memory follows the routes (DIR-24-8, Gupta, Lin and
// McKeown 1998, takes 32 MiB for one). IPv6: the intervals themselves, found by halves among those that share the first 16 bits;
// their memory is bounded by the routes however these are nested.
#pragma once

#include "intervals.h"

enum {
	SLOTS = 65536,          // of the first 16 bits
	BLOCK_ENTRIES = 256,
	ENTRY_ANSWERS = 1u << 31,
};

struct tables {
	// ENTRY_ANSWERS and a verdict, or the number of the block that goes on.
	uint32_t *ip4_root;
	uint32_t *ip4_blocks;
	struct interval *ip6;
	uint32_t *ip6_start;    // by slot: the interval that the slot's first address is in; one more at the end
};

// False: no memory.
bool tables_fill(struct fp_heap *heap, struct tables *tables, const struct intervals *ip4, const struct intervals *ip6);

static inline uint8_t tables_find4(const struct tables *tables, uint32_t address)
{
	uint32_t entry = tables->ip4_root[address >> 16];
	if (!(entry & ENTRY_ANSWERS))
		entry = tables->ip4_blocks[entry * BLOCK_ENTRIES + (address >> 8 & 0xff)];
	if (!(entry & ENTRY_ANSWERS))
		entry = tables->ip4_blocks[entry * BLOCK_ENTRIES + (address & 0xff)];
	return (uint8_t)entry;
}

static inline uint8_t tables_find6(const struct tables *tables, struct address address)
{
	uint32_t slot = (uint32_t)(address.high >> 48);
	uint32_t at = tables->ip6_start[slot];
	// No jump depends on the data but the loop's.
	for (uint32_t count = tables->ip6_start[slot + 1] - at + 1; count > 1;) {
		uint32_t half = count >> 1;
		at += is_below(address, tables->ip6[at + half].first) ? 0 : half;
		count -= half;
	}
	return tables->ip6[at].verdict;
}
