// What all sides are made with, and whether they do the same.
#include "rounds.h"

#include <stdio.h>

bool config_read(const char *folder, const char *name, struct config *config)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s.config", folder, name);
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
	*config = (struct config){bytes, (size_t)size};
	return is_read;
}

uint64_t hash_of_results(const struct node *node, const struct fp_packet *packets, struct pool *pool,
	void (*put_verdicts)(struct fp_burst *burst))
{
	enum { BURST = 64 };
	uint64_t hash = 0;
	pool_fill(pool);
	for (uint32_t at = 0; at < FRAMES; at += BURST) {
		node_fill(node, packets + at, BURST);
		hash = (hash + (uint64_t)node_process(node)) * 0x9e3779b97f4a7c15;
		if (put_verdicts)
			put_verdicts(node->burst);
		for (uint32_t i = 0; i < BURST; i++)
			hash = (hash ^ node->burst->verdicts[i]) * 0x100000001b3;
	}
	for (uint32_t i = 0; i < FRAMES * FRAME_BYTES; i++)
		hash = (hash ^ pool->frames[i]) * 0x100000001b3;
	return hash;
}
