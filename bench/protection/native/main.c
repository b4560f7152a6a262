// protection <folder> [--rounds n]: prints samples as JSON. The folder holds <side>/<module>/<module>.so of both sides, and
// <unit>.config. Without rounds: only what is the same in every run.
#define _GNU_SOURCE
#include "harness.h"

#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

static void run_on(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static double tsc_hz(void)
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

int main(int count, char **arguments)
{
	static struct pool pool;
	uint32_t rounds = count == 4 && !strcmp(arguments[2], "--rounds") ? (uint32_t)atoi(arguments[3]) : 0;
	if (count != 2 && !rounds) {
		fprintf(stderr, "usage: protection <folder> [--rounds n]\n");
		return 2;
	}
	// What watches over calls that don't end runs beside what is timed.
	run_on(0);
	int result = fp_gate_start();
	run_on((int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	if (result || !pool_make(&pool)) {
		perror("protection");
		return 1;
	}
	result = units_make(arguments[1], &pool);
	if (result)
		return result;
	printf("{\"tsc_hz\":%.0f,\"uses_wrgsbase\":%s,", tsc_hz(), fp_gate_uses_wrgsbase() ? "true" : "false");
	bool is_printed = print_steps(&pool);
	if (rounds) {
		printf(",");
		is_printed = is_printed && print_samples(&pool, rounds);
		printf(",");
		is_printed = is_printed && print_memory(&pool);
	}
	printf("}\n");
	return is_printed ? 0 : 1;
}
