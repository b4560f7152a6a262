// A module's instance in a program in C: its arena, the gate, or a direct call. Benchmarks and the module kit are such programs.
#pragma once

#include "fp_gate.h"
#include "fp_module.h"

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};
#undef ARENA

enum { CYCLES_PER_SECOND = 1000000000 };   // of the modules' clock, which nothing but the program advances

// Confined or not, its memory has the shape of an arena: caches and pages see the same.
struct node {
	const struct fp_module *module;
	uint8_t *memory;
	struct fp_burst *burst;
	struct fp_instance *instance;   // NULL: called directly
};

struct config {
	const void *bytes;
	size_t size;
};

// What instances of a program share, and how large what they have alone is.
struct surroundings {
	size_t heap_bytes, shared_bytes;
	size_t packets_bytes;          // 0: modules see no packets
	int packets_file;              // arenas map it at PACKETS_OFFSET
	bool are_packets_writable;     // by confined modules
	uint8_t *packets_base;         // for unprotected modules: where the first byte of an arena would be
};

// Maps an instance and calls `init`. NULL; else why it can't be: no memory, or what the module says.
const char *node_make(
	struct node *node, const struct fp_module *module, struct config config, const struct surroundings *around);

// 0, or FP_FAULT_*.
static inline int node_process(const struct node *node)
{
	if (node->instance)
		return fp_enter(node->instance, (const void *)node->module->process, BURST_OFFSET, 0, 0);
	node->module->process(node->burst);
	return FP_FAULT_NONE;
}

// Instructions of `process` on the burst that is there, by single-stepping a fork; without the gate. The thread must have called
// this node last. Negative: this machine forbids it, or the module faults.
int64_t node_steps(const struct node *node);
