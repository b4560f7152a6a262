/*
 * The graphs as hand-fused C: one loop a graph, the same meaning (packet.h), the same counters, the same burst, pool and source.
 * Written first, and only ever made faster. Tricks: one pass over the burst; counters of a way are bytes of a register; writes of
 * different ways are one shuffle and one addition that the way chooses. Ports' bytes are the device's to count, on both sides.
 */
#include "loops.h"

static int io(struct run *run)
{
	EACH_BURST(run, burst, count) {
		transmit(run, burst, count);
	}
	return 0;
}

static int swap(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0;

		for (uint16_t i = 0; i < count; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				macswap(burst[i]); /* 16 bytes: an mbuf has that room behind 14 */
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop(run, burst, count, bad, 0);
		run->counters[NODES] += count;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

static int branch_merge(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, matched = 0;
		uint16_t received = count;

		for (uint16_t i = 0; i < received; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				matched += to_udp_80(burst[i]);
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop(run, burst, received, bad, 0);
		run->counters[NODES] += matched;
		run->counters[NODES + 1] += count - matched;
		run->counters[NODES + 2] += count;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

static int eight_way(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, ways = 0; /* ways: eight counters of a byte, a burst fits */
		uint16_t received = count;

		for (uint16_t i = 0; i < received; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				ways += 1ull << 8 * shard_of(burst[i]);
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop(run, burst, received, bad, 0);
		for (int way = 0; way < 8; way++)
			run->counters[NODES + way] += ways >> 8 * way & 255;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

static int chain8(struct run *run)
{
	EACH_BURST(run, burst, count) {
		for (int node = 0; node < 8; node++)
			run->counters[NODES + node] += count;
		transmit(run, burst, count);
	}
	return 0;
}

/* Ways 0, 2, 4, 6 exchange addresses, the others lower the TTL. Returns 1 for a packet that expires. */
static inline uint32_t write_way(struct rte_mbuf *m, uint32_t way)
{
	static const uint8_t shuffles[2][16] = {
		{ 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15 },
		{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	};
	uint8_t *data = rte_pktmbuf_mtod(m, uint8_t *);
	uint32_t less = way & 1;
	__m128i shuffle = _mm_load_si128((const __m128i *)shuffles[less]);

	if (__builtin_expect(!is_plain(m, data), 0))
		return less ? lower_ttl_slow(m) : (macswap(m), 0);
	if (__builtin_expect(data[22] < 2, 0) && less)
		return 1;
	_mm_storeu_si128((__m128i *)data, _mm_shuffle_epi8(_mm_loadu_si128((__m128i *)data), shuffle));
	lower_ttl(data, less);
	return 0;
}

static int writes8(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, expired = 0, ways = 0;
		uint16_t received = count;

		for (uint16_t i = 0; i < received; i++) {
			uint32_t way;

			if (__builtin_expect(!admit(burst[i]), 0)) {
				bad |= 1ull << i;
				continue;
			}
			way = shard_of(burst[i]);
			ways += 1ull << 8 * way;
			expired |= (uint64_t)write_way(burst[i], way) << i;
		}
		for (int way = 0; way < 8; way++)
			run->counters[NODES + way] += ways >> 8 * way & 255;
		if (__builtin_expect((bad | expired) != 0, 0))
			count = drop(run, burst, received, bad, expired);
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

/* NULL: no such graph. */
const struct graph_in_c *bench_graph_in_c(const char *name)
{
	static const struct graph_in_c graphs[] = {
		{ "io", io, TRACE_NEAR, 0 },
		{ "macswap", swap, TRACE_NEAR, 0 },
		{ "branch_merge", branch_merge, TRACE_NEAR, 0 },
		{ "eight_way", eight_way, TRACE_NEAR, 0 },
		{ "chain8", chain8, TRACE_NEAR, 0 },
		{ "swap8", NULL, TRACE_NEAR, 0 }, /* eight swaps are none, and a C compiler sees it */
		{ "writes8", writes8, TRACE_NEAR, 0 },
		{ "acl_10k", acl, TRACE_NEAR, 0 },
		{ "flows", flows, TRACE_NEAR, 0 },
		{ "routes_1k", routes, TRACE_FAR, 1000 },
		{ "routes_100k", routes, TRACE_FAR, 100000 },
	};

	for (size_t i = 0; i < sizeof graphs / sizeof *graphs; i++)
		if (!strcmp(graphs[i].name, name))
			return &graphs[i];
	return NULL;
}
