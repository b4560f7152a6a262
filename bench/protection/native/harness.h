// The protection benchmark: modules in C, each compiled with the pass and without it from one source.
#pragma once

#include "rounds.h"

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

// ------------------------------------------------------------------------------------------------------------------ numbers

// Members of the object that is printed. False: a sentence is on stderr.
bool print_steps(const struct pool *pool);
bool print_samples(const struct pool *pool, uint32_t rounds);
bool print_memory(const struct pool *pool);
