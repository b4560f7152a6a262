// What is the same in every run: instructions, and memory.
#include "harness.h"

#include <stdio.h>

bool print_steps(const struct pool *pool)
{
	printf("\"steps\":[");
	for (uint32_t i = 0; i < UNITS; i++) {
		for (uint32_t side = 0; side < SIDES; side++) {
			const struct node *node = &units[i].nodes[side];
			double steps = i == UNIT_EMPTY ? steps_of_call(node) : steps_of_module(node, pool->packets);
			if (steps < 0) {
				fprintf(stderr, "protection: this machine forbids single-stepping (ptrace)\n");
				return false;
			}
			printf("%s{\"unit\":\"%s\",\"side\":\"%s\",\"instructions\":%.4f}", i || side ? "," : "", units[i].name,
				side_names[side], steps);
		}
	}
	printf("]");
	return true;
}

// Of instances that have each seen a burst.
bool print_memory(const struct pool *pool)
{
	enum { INSTANCES_MAX = 1000 };
	static const uint32_t counts[] = {1, 64, INSTANCES_MAX};
	static struct node nodes[INSTANCES_MAX];
	struct memory before = memory_now();
	uint32_t made = 0;
	printf("\"memory\":[");
	for (uint32_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		for (; made < counts[i]; made++) {
			if (!units_more(&nodes[made], 1, &units[UNIT_MACSWAP], SEGMENT, pool))
				return false;
			node_fill(&nodes[made], pool->packets, FP_BURST_PACKETS_MAX);
			if (node_process(&nodes[made]))
				return false;
		}
		struct memory now = memory_now();
		printf("%s{\"instances\":%u,\"reserved_bytes\":%llu,\"resident_bytes\":%lu,\"page_table_bytes\":%lu,\"mappings\":%lu}",
			i ? "," : "", made, made * (ARENA_BYTES + GUARD_BYTES + MACHINE_STACK_BYTES + MACHINE_GUARD_BYTES + 0ull),
			now.resident_bytes - before.resident_bytes, now.page_table_bytes - before.page_table_bytes,
			now.mappings - before.mappings);
	}
	printf("]");
	return true;
}
