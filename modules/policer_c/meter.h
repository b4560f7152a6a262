// The two buckets of RFC 2697, as two words that all lcores share. Tc and Tc + Te are each a plain bucket at the committed rate:
// Tc holds at most CBS, and the sum, which grows unless both are full, at most CBS + EBS. A plain bucket is one number, the count
// of given bytes (rate_clock.h) at which it would have been empty: it holds min(size, given - number), and to take bytes is to
// add them. So one exchange of a word takes a whole burst's bytes.
#pragma once

#include <stdatomic.h>

#include "fp_module.h"

enum { METER_COMMITTED, METER_BOTH, METER_WORDS };

struct meter {
	_Atomic uint64_t *empty_at;
	uint64_t committed_bytes_max;
	uint64_t both_bytes_max;
	bool has_excess;
};

// What one look at the buckets found, in bytes, and the words that it found it in.
struct balance {
	uint64_t committed, excess;
	uint64_t committed_seen, committed_from;
	uint64_t both_seen, both_from;
};

static inline uint64_t meter_max(uint64_t left, uint64_t right)
{
	return left > right ? left : right;
}

// `left - right`, at least 0.
static inline uint64_t meter_less(uint64_t left, uint64_t right)
{
	return left > right ? left - right : 0;
}

static inline struct balance meter_look(const struct meter *meter, uint64_t given_bytes)
{
	struct balance balance = {0};
	// The sum first: whoever changes Tc has changed the sum before, so a sum that still stands at the take vouches for Tc.
	if (meter->has_excess)
		balance.both_seen = atomic_load_explicit(&meter->empty_at[METER_BOTH], memory_order_acquire);
	balance.committed_seen = atomic_load_explicit(&meter->empty_at[METER_COMMITTED], memory_order_acquire);
	balance.committed_from = meter_max(balance.committed_seen, given_bytes - meter->committed_bytes_max);
	balance.committed = meter_less(given_bytes, balance.committed_from);
	if (meter->has_excess) {
		balance.both_from = meter_max(balance.both_seen, given_bytes - meter->both_bytes_max);
		balance.excess = meter_less(meter_less(given_bytes, balance.both_from), balance.committed);
	}
	return balance;
}

// Takes bytes that meter_look has seen; false: another lcore was faster, nothing is taken. The sum goes first, so that in between
// another lcore sees less excess than there is, never more.
static inline bool meter_take(struct meter *meter, struct balance balance, uint64_t green_bytes, uint64_t yellow_bytes)
{
	uint64_t bytes = green_bytes + yellow_bytes;
	if (bytes == 0)
		return true;
	uint64_t seen = balance.both_seen;
	if (meter->has_excess &&
	    !atomic_compare_exchange_strong(&meter->empty_at[METER_BOTH], &seen, balance.both_from + bytes))
		return false;
	seen = balance.committed_seen;
	uint64_t committed = balance.committed_from + green_bytes;
	if (green_bytes == 0 || atomic_compare_exchange_strong(&meter->empty_at[METER_COMMITTED], &seen, committed))
		return true;
	if (meter->has_excess)
		atomic_fetch_sub(&meter->empty_at[METER_BOTH], bytes);
	return false;
}
