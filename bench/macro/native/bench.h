/* What the hand-fused C, the rte_graph nodes, the source and the C# side of the macro benchmark share (bench/macro/Native.cs). */
#pragma once
#include <stdint.h>
#include <rte_mbuf.h>

#define BURST 32

typedef uint16_t (*burst_fn)(void *queue, struct rte_mbuf **burst, uint16_t count);

/* Counters of a loop: the same numbers that the compiled graph of the same name keeps. */
enum { RX_PACKETS, TX_PACKETS, TX_FULL, MALFORMED, NODES, COUNTERS = 64 };

/* Near: addresses of 10.0.0.0/8. Far: destinations all over the unicast space. Odd: near, with one frame in four that isn't
 * plain: tags, options, fragments, IPv6, no IP at all, broken headers. */
enum trace { TRACE_NEAR, TRACE_FAR, TRACE_ODD, TRACES };

struct rte_graph;
struct tables; /* tables.h */

struct run {
	volatile int stop; /* set by the source after its last burst */
	burst_fn receive;
	void *receive_queue;
	burst_fn send;
	void *send_queue;
	uint64_t counters[COUNTERS];
	struct tables *tables;
	struct rte_graph *graph; /* of the rte_graph side */
};

struct graph_in_c {
	const char *name;
	int (*loop)(struct run *);
	enum trace trace;
	uint32_t routes; /* 0: it looks none up */
};

const struct graph_in_c *bench_graph_in_c(const char *name);
