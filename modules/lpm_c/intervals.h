// Nested prefixes as the intervals that they cut the address space into: disjoint, ascending, and each with one answer.
#pragma once

#include "lpm_c.h"

struct address {
	uint64_t high, low;
};

struct interval {
	struct address first;   // up to the next one's
	uint8_t verdict;
};

struct intervals {
	struct interval *items;
	uint32_t count;
};

static inline bool is_below(struct address left, struct address right)
{
	return left.high < right.high || (left.high == right.high && left.low < right.low);
}

static inline bool is_same(struct address left, struct address right)
{
	return left.high == right.high && left.low == right.low;
}

// Of the routes of one family. False: no memory. IPv4 addresses are in the upper 32 bits of `high`.
bool intervals_make(struct fp_heap *heap, const struct lpm_c_routes_item *routes, uint32_t count, bool is_ip6,
	struct intervals *intervals);
