/* What all hand-fused loops begin and end with. */
#pragma once
#include "packet.h"

/* Some were dropped: the rare way. Expired ones and others that a node drops are freed, and their node's counter tells. */
__attribute__((noinline, cold, unused))
static uint16_t drop(struct run *run, struct rte_mbuf **burst, uint16_t count, uint64_t malformed, uint64_t others)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < count; i++) {
		if ((malformed | others) >> i & 1)
			rte_pktmbuf_free(burst[i]);
		else
			burst[kept++] = burst[i];
	}
	run->counters[MALFORMED] += (uint64_t)__builtin_popcountll(malformed);
	return kept;
}

__attribute__((noinline, cold, unused)) static void send_rest(struct run *run, struct rte_mbuf **rest, uint16_t count)
{
	run->counters[TX_FULL] += count;
	run->counters[TX_PACKETS] -= count;
	rte_pktmbuf_free_bulk(rest, count);
}

static inline void transmit(struct run *run, struct rte_mbuf **burst, uint16_t count)
{
	uint16_t sent = run->send(run->send_queue, burst, count);

	run->counters[TX_PACKETS] += count;
	if (__builtin_expect(sent < count, 0))
		send_rest(run, burst + sent, count - sent);
}

static inline uint16_t receive(struct run *run, struct rte_mbuf **burst)
{
	uint16_t count = run->receive(run->receive_queue, burst, BURST);

	run->counters[RX_PACKETS] += count;
	return count;
}

#define EACH_BURST(run, burst, count) \
	struct rte_mbuf *burst[BURST]; \
	while (!(run)->stop) \
		for (uint16_t count = receive(run, burst); count; count = 0)

int acl(struct run *run);
int routes(struct run *run);
int flows(struct run *run);
