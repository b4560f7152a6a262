/* What the hand-fused C loops, the source and the C# side of the macro benchmark share (bench/macro/BenchRun.cs). */
#pragma once
#include <stdint.h>
#include <rte_mbuf.h>

#define BURST 32

typedef uint16_t (*burst_fn)(void *queue, struct rte_mbuf **burst, uint16_t count);

/* Counters of a C loop: the same numbers that the compiled graph of the same name keeps. */
enum { RX_PACKETS, TX_PACKETS, TX_FULL, MALFORMED, NODES, COUNTERS = 64 };

struct run {
	volatile int stop; /* set by the source after its last burst */
	burst_fn receive;
	void *receive_queue;
	burst_fn send;
	void *send_queue;
	uint64_t counters[COUNTERS];
};
