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

static bool read_config(const char *folder, struct unit *unit)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s.config", folder, unit->name);
	FILE *file = fopen(path, "r");
	long size = -1;
	void *bytes = NULL;
	if (file && !fseek(file, 0, SEEK_END))
		size = ftell(file);
	if (size >= 0)
		bytes = calloc(1, (size_t)size + 1);
	bool is_read = bytes && !fseek(file, 0, SEEK_SET) && fread(bytes, 1, (size_t)size, file) == (size_t)size;
	if (file)
		fclose(file);
	if (!is_read)
		perror(path);
	unit->config = (struct config){bytes, (size_t)size};
	return is_read;
}

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

// Of verdicts and frames, after all frames once.
static uint64_t hash_of_results(const struct entrant *entrant, struct pool *pool)
{
	enum { BURST = 64 };
	const struct node *node = &entrant->node;
	uint64_t hash = 0;
	pool_fill(pool);
	for (uint32_t at = 0; at < FRAMES; at += BURST) {
		node_fill(node, entrant->packets + at, BURST);
		hash = (hash + (uint64_t)node_process(node)) * 0x9e3779b97f4a7c15;
		if (entrant->put_verdicts)
			entrant->put_verdicts(node->burst);
		for (uint32_t i = 0; i < BURST; i++)
			hash = (hash ^ node->burst->verdicts[i]) * 0x100000001b3;
	}
	for (uint32_t i = 0; i < FRAMES * FRAME_BYTES; i++)
		hash = (hash ^ pool->frames[i]) * 0x100000001b3;
	return hash;
}

// All ways must do the same before any is timed.
int sides_make(const char *folder, struct span loaded, char **names, uint32_t count, struct pool *pool)
{
	side_count = count;
	for (uint32_t i = loaded.first; i < loaded.end; i++) {
		uint64_t expected = 0;
		if (!read_config(folder, &units[i]))
			return 1;
		for (uint32_t side = 0; side < count; side++) {
			struct entrant *entrant = &sides[side].entrants[i];
			sides[side].name = names[side];
			if (!make(entrant, folder, names[side], &units[i], pool))
				return 1;
			uint64_t hash = hash_of_results(entrant, pool);
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
