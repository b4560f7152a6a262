// The protection benchmark: modules in C, each compiled with the pass and without it from one source, on frames that lie in
// memory. No device, no DPDK: what is measured is the module, the gate, and the host's copy of descriptors, on both sides.
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
};

// Frames one behind the other in one file, which arenas map at PACKETS_OFFSET, and the host once.
struct pool {
	struct surroundings around;
	uint8_t *frames;
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

// -------------------------------------------------------------------------------------------------------------------- units

// How a module was compiled; the last ones only count their instructions.
enum { NONE, SEGMENT, MASK, TIMED_SIDES, SEGMENT_WRITE = TIMED_SIDES, MASK_WRITE, SIDES };

// What is measured alone: a module with a configuration, an instance on each side.
struct unit {
	const char *name, *module;
	struct config config;
	struct node nodes[SIDES];
};

// UNIT_EMPTY: a call and nothing else.
enum { UNIT_MACSWAP = 2, UNIT_EMPTY = 6, UNITS };

enum { EXIT_DIFFERENT = 3 };

extern const char *const side_names[SIDES];
extern struct unit units[UNITS];

// Loads all sides of every unit from a folder, and compares what they do. 0; 1: a sentence is on stderr; EXIT_DIFFERENT.
int units_make(const char *folder, struct pool *pool);

// More instances of a unit's module.
bool units_more(struct node *nodes, uint32_t count, const struct unit *unit, uint32_t side, const struct pool *pool);

// ---------------------------------------------------------------------------------------------------------------- contenders

enum { CONTENDER_NODES_MAX = 8, CONTENDERS_MAX = 64 };

// Something that is timed. The nodes all see every burst, one after the other; or, if it alternates, one each in turn.
struct contender {
	const char *name, *side;
	struct node *nodes[CONTENDER_NODES_MAX];
	uint32_t count;
	bool alternates;
	uint32_t burst;    // 0: calls alone, without packets
	double *cycles;    // a burst; by round
};

// Contenders in groups, the timed sides of each one behind the other. False: a module faulted.
bool rounds_run(struct contender *contenders, uint32_t groups, const struct pool *pool, uint32_t rounds);

// ------------------------------------------------------------------------------------------------------------------ numbers

// By single-stepping, of `process` alone at bursts of 64; negative: this machine forbids it.
double steps_of_module(const struct node *node, const struct pool *pool);

// Of a call, confined or direct.
double steps_of_call(const struct node *node);

struct memory {
	uint64_t resident_bytes;     // proportional set size: a shared page counts once
	uint64_t page_table_bytes;
	uint64_t mappings;
};

struct memory memory_now(void);

// Members of the object that is printed. False: a sentence is on stderr.
bool print_steps(const struct pool *pool);
bool print_samples(const struct pool *pool, uint32_t rounds);
bool print_memory(const struct pool *pool);
