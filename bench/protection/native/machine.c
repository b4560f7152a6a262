// The machine, and instructions on it.
#define _GNU_SOURCE
#include "rounds.h"
#include "steps.h"

#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

void run_on(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

double tsc_hz(void)
{
	enum { PERIOD_NS = 50000000 };
	struct timespec start, end;
	clock_gettime(CLOCK_MONOTONIC, &start);
	uint64_t cycles = __rdtsc();
	usleep(PERIOD_NS / 1000);
	cycles = __rdtsc() - cycles;
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (double)cycles * 1e9 / ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec));
}

enum { BURST = 64, STEPPED_BURSTS = 2 };

double steps_of_module(const struct node *node, const struct fp_packet *packets)
{
	int64_t counted = 0;
	for (uint32_t burst = 0; burst < STEPPED_BURSTS; burst++) {
		const struct fp_packet *first = packets + burst * FRAMES / STEPPED_BURSTS;
		node_fill(node, first, BURST);
		if (node_process(node))
			return -1;
		node_fill(node, first + BURST, BURST);
		int64_t steps = node_steps(node);
		if (steps < 0)
			return -1;
		counted += steps;
	}
	return (double)counted / (STEPPED_BURSTS * BURST);
}

static int call(void *node)
{
	return node_process(node);
}

double steps_of_call(const struct node *node)
{
	// The first call makes the thread ready and sets gs.
	if (node_process(node))
		return -1;
	const struct step step = {.loop = call, .argument = (void *)(uintptr_t)node};
	return (double)bench_count_steps(&step);
}

static uint64_t kibibytes(const char *path, const char *format)
{
	char line[256];
	uint64_t value = 0;
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file) && sscanf(line, format, &value) != 1)
		;
	if (file)
		fclose(file);
	return value;
}

static uint64_t lines(const char *path)
{
	uint64_t count = 0;
	FILE *file = fopen(path, "r");
	for (int letter; file && (letter = getc(file)) != EOF;)
		count += letter == '\n';
	if (file)
		fclose(file);
	return count;
}

struct memory memory_now(void)
{
	return (struct memory){
		.resident_bytes = kibibytes("/proc/self/smaps_rollup", "Pss: %lu") << 10,
		.page_table_bytes = kibibytes("/proc/self/status", "VmPTE: %lu") << 10,
		.mappings = lines("/proc/self/maps"),
	};
}
