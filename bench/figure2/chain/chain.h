// The abstract's claim: functions of a chain as calls in one process, as a process each on one core, as a process each on a core
// of its own. Every function is macswap_c, every burst 64 packets of the same frames.
#pragma once

#include "ring.h"

enum { NODES_MAX = 8 };

struct outcome {
	double cycles_per_packet;      // of the wall's clock, behind the first bursts
	uint64_t latency_cycles;       // of a burst, from entering the chain to leaving it: the median
};

// In this process, one node after the other. False: a module faulted.
bool chain_call(struct node *nodes, uint32_t count, const struct pool *pool, uint32_t bursts, struct outcome *outcome);

// Bursts that may be under way: a frame that is in the chain must not enter it again.
enum { WINDOW_MAX = FRAMES / BURST };

// A process for each node. `window`: bursts under way in all. False: one of them didn't end well.
bool chain_fork(struct node *nodes, uint32_t count, const struct pool *pool, uint32_t bursts, enum waiting waiting,
	uint32_t window, struct outcome *outcome);
