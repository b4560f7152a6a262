// Figure 2 of the paper: three modules by every way to protect them that there is, in one process and on the same frames.
#pragma once

#include "rounds.h"

enum { UNITS = 3, SIDES_MAX = 24, UNIT_MACSWAP = 1, SIDE_NONE = 0 };

struct unit {
	const char *name, *module;
	struct config config;
};

// A module by a way: an instance, and descriptors as that way's host has them.
struct entrant {
	struct node node;
	const struct fp_packet *packets;
	// Turns verdicts into bytes where the way's host takes them in another form; NULL: they are bytes.
	void (*put_verdicts)(struct fp_burst *burst);
};

struct side {
	const char *name;
	struct entrant entrants[UNITS];
};

extern struct unit units[UNITS];
extern struct side sides[SIDES_MAX];   // the first is unprotected
extern uint32_t side_count;

// Those that are loaded: one behind the last.
struct span {
	uint32_t first, end;
};

enum { EXIT_DIFFERENT = 3 };

// Loads <folder>/<side>/<module>.so of every side that is named, and compares what they do. 0; 1: a sentence is on stderr;
// EXIT_DIFFERENT.
int sides_make(const char *folder, struct span loaded, char **names, uint32_t count, struct pool *pool);

// Members of the object that is printed. False: a sentence is on stderr.
bool print_steps(void);
bool print_probes(const struct pool *pool);
bool print_samples(uint32_t rounds);
