// What is timed side by side on frames that lie in memory: bench/protection's modules, and bench/figure2's. No device, no DPDK:
// it is the module, the gate if there is one, and on all sides the host's copy of descriptors.
#pragma once

#include "node.h"

// SplitMix64: the same numbers on every machine.
static inline uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

// ------------------------------------------------------------------------------------------------------------------- frames

enum {
	FRAMES = 2048,   // that a core's second-level cache holds: what waits for memory hides the cost of protection
	FRAME_BYTES = 64,
	NEIGHBOUR_BYTES = 1 << 16,
};

// Frames one behind the other in one file, which arenas map at PACKETS_OFFSET, and the host once.
struct pool {
	struct surroundings around;
	uint8_t *frames;
	uint8_t *neighbour;                 // what the host alone has, right behind them
	struct fp_packet packets[FRAMES];   // offsets count from an arena's first byte
};

// False, and errno: no memory.
bool pool_make(struct pool *pool);

// The frames as they were made.
void pool_fill(struct pool *pool);

// -------------------------------------------------------------------------------------------------------------------- nodes

enum { CYCLES_PER_PACKET = 48 };   // that bursts advance the modules' clock by

// What the host does for every burst: 32 or 64 descriptors, and the clock.
static inline void node_fill(const struct node *node, const struct fp_packet *packets, uint32_t burst)
{
	if (burst == 32)
		memcpy(node->burst->packets, packets, 32 * sizeof(*packets));
	else
		memcpy(node->burst->packets, packets, 64 * sizeof(*packets));
	node->burst->count = burst;
	node->burst->now_cycles += CYCLES_PER_PACKET * burst;
}

// `<folder>/<name>.config`, which a unit's module is made with. False: a sentence is on stderr.
bool config_read(const char *folder, const char *name, struct config *config);

// Of verdicts and frames, after all frames once: whoever does the same has the same.
// `put_verdicts`: turns verdicts into bytes; NULL: they are bytes.
uint64_t hash_of_results(const struct node *node, const struct fp_packet *packets, struct pool *pool,
	void (*put_verdicts)(struct fp_burst *burst));

// ---------------------------------------------------------------------------------------------------------------- contenders

enum { CONTENDER_NODES_MAX = 8, CONTENDERS_MAX = 128 };

// Something that is timed. The nodes all see every burst, one after the other; or, if it alternates, one each in turn.
struct contender {
	const char *name, *side;
	struct node *nodes[CONTENDER_NODES_MAX];
	const struct fp_packet *packets;   // FRAMES of them
	uint32_t count;
	bool alternates;
	uint32_t burst;    // 0: calls alone, without packets
	double *cycles;    // a burst; by round
};

// Contenders in groups of as many sides, one behind the other: times them, and prints them as a member of an object. False: a
// module faulted.
bool rounds_print(struct contender *contenders, uint32_t count, uint32_t sides, uint32_t rounds);

// ------------------------------------------------------------------------------------------------------------------ machine

void run_on(int cpu);

double tsc_hz(void);

// By single-stepping, of `process` alone at bursts of 64; negative: this machine forbids it.
double steps_of_module(const struct node *node, const struct fp_packet *packets);

// Of a call, confined or direct.
double steps_of_call(const struct node *node);

struct memory {
	uint64_t resident_bytes;     // proportional set size: a shared page counts once
	uint64_t page_table_bytes;
	uint64_t mappings;
};

struct memory memory_now(void);
