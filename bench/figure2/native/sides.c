// What is measured, and whether all ways do the same.
#include "figure2.h"

#include <dlfcn.h>
#include <stdio.h>

struct unit units[UNITS] = {
	{.name = "policer", .module = "policer_c"},
	[UNIT_MACSWAP] = {.name = "macswap", .module = "macswap_c"},
	{.name = "lpm", .module = "lpm_c"},
};

struct side sides[SIDES_MAX];
uint32_t side_count;

// Function pointers of a library aren't data pointers, and dlsym knows only these.
static void *symbol(void *library, const char *name)
{
	return library ? dlsym(library, name) : NULL;
}

static bool make(struct entrant *entrant, const char *folder, const char *side, const struct unit *unit, struct pool *pool)
{
	char path[4096], name[256];
	snprintf(path, sizeof(path), "%s/%s/%s.so", folder, side, unit->module);
	snprintf(name, sizeof(name), "fp_module_%s", unit->module);
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct fp_module *(*descriptor)(void) = (const struct fp_module *(*)(void))symbol(library, name);
	if (!descriptor) {
		fprintf(stderr, "figure2: %s\n", dlerror());
		return false;
	}
	const char *refusal = node_make(&entrant->node, descriptor(), unit->config, &pool->around);
	if (refusal) {
		fprintf(stderr, "figure2: %s by %s isn't made: %s\n", unit->name, side, refusal);
		return false;
	}
	const struct fp_packet *(*packets_of)(uint8_t *, uint32_t, uint32_t) =
		(const struct fp_packet *(*)(uint8_t *, uint32_t, uint32_t))symbol(library, "figure2_packets");
	entrant->packets = packets_of ? packets_of(pool->frames, FRAMES, FRAME_BYTES) : pool->packets;
	entrant->put_verdicts = (void (*)(struct fp_burst *))symbol(library, "figure2_put_verdicts");
	return true;
}

// All ways must do the same before any is timed.
int sides_make(const char *folder, struct span loaded, char **names, uint32_t count, struct pool *pool)
{
	side_count = count;
	for (uint32_t i = loaded.first; i < loaded.end; i++) {
		uint64_t expected = 0;
		if (!config_read(folder, units[i].name, &units[i].config))
			return 1;
		for (uint32_t side = 0; side < count; side++) {
			struct entrant *entrant = &sides[side].entrants[i];
			sides[side].name = names[side];
			if (!make(entrant, folder, names[side], &units[i], pool))
				return 1;
			uint64_t hash = hash_of_results(&entrant->node, entrant->packets, pool, entrant->put_verdicts);
			if (side == SIDE_NONE)
				expected = hash;
			if (hash == expected)
				continue;
			fprintf(stderr, "figure2: %s does something else by %s\n", units[i].name, names[side]);
			return EXIT_DIFFERENT;
		}
	}
	return 0;
}
