// protection <folder> [--rounds n]: prints samples as JSON. The folder holds <side>/<module>/<module>.so of both sides, and
// <unit>.config. Without rounds: only what is the same in every run.
#define _GNU_SOURCE
#include "harness.h"

#include <stdio.h>
#include <unistd.h>

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
