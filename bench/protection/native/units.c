// What is measured, and whether all sides do the same.
#define _GNU_SOURCE
#include "harness.h"

#include <dlfcn.h>
#include <stdio.h>

const char *const side_names[SIDES] = {"none", "segment", "mask", "segment-write", "mask-write"};

struct unit units[UNITS] = {
	{.name = "policer", .module = "policer_c"},
	{.name = "policer_green", .module = "policer_c"},
	[UNIT_MACSWAP] = {.name = "macswap", .module = "macswap_c"},
	{.name = "lpm", .module = "lpm_c"},
	{.name = "automaton", .module = "automaton_c"},
	{.name = "chase", .module = "chase_c"},
	[UNIT_EMPTY] = {.name = "empty", .module = "empty_c"},
};

static const struct fp_module *load(const char *folder, uint32_t side, const char *module)
{
	char path[4096], symbol[256];
	snprintf(path, sizeof(path), "%s/%s/%s/%s.so", folder, side_names[side], module, module);
	snprintf(symbol, sizeof(symbol), "fp_module_%s", module);
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct fp_module *(*descriptor)(void) = NULL;
	if (library)
		descriptor = (const struct fp_module *(*)(void))dlsym(library, symbol);
	if (!descriptor)
		fprintf(stderr, "protection: %s\n", dlerror());
	return descriptor ? descriptor() : NULL;
}

static bool make(struct node *node, const struct fp_module *module, struct config config, const struct pool *pool)
{
	const char *refusal = node_make(node, module, config, &pool->around);
	if (refusal)
		fprintf(stderr, "protection: an instance isn't made: %s\n", refusal);
	return !refusal;
}

// All sides must do the same before any is timed.
int units_make(const char *folder, struct pool *pool)
{
	for (uint32_t i = 0; i < UNITS; i++) {
		uint64_t hashes[SIDES];
		if (!config_read(folder, units[i].name, &units[i].config))
			return 1;
		for (uint32_t side = 0; side < SIDES; side++) {
			const struct fp_module *module = load(folder, side, units[i].module);
			if (!module || !make(&units[i].nodes[side], module, units[i].config, pool))
				return 1;
			hashes[side] = hash_of_results(&units[i].nodes[side], pool->packets, pool, NULL);
		}
		for (uint32_t side = 0; side < SIDES; side++) {
			if (hashes[side] == hashes[NONE])
				continue;
			fprintf(stderr, "protection: %s does something else by %s\n", units[i].name, side_names[side]);
			return EXIT_DIFFERENT;
		}
	}
	return 0;
}

bool units_more(struct node *nodes, uint32_t count, const struct unit *unit, uint32_t side, const struct pool *pool)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!make(&nodes[i], unit->nodes[side].module, unit->config, pool))
			return false;
	}
	return true;
}
