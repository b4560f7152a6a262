// figure2 <folder> <rounds> <side>...: prints samples as JSON. The folder holds <side>/<module>.so, and <unit>.config. The first
// side is unprotected. No rounds: only what each stops, for which macswap is enough.
#define _GNU_SOURCE
#include "figure2.h"

#include <stdio.h>
#include <unistd.h>

const char *__asan_default_options(void);

// NULL where its runtime isn't.
__attribute__((weak)) void __asan_poison_memory_region(const volatile void *memory, size_t bytes);

// Its runtime is in this process for the modules that are instrumented. Faults are the gate's to take, and single steps are a
// debugger's, under which leaks can't be looked for.
const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:use_sigaltstack=0:detect_leaks=0:"
		"symbolize=0";
}

// All that the process does before something is timed.
static int start(const char *folder, struct span loaded, char **names, uint32_t count, struct pool *pool)
{
	// What watches over calls that don't end runs beside what is timed.
	run_on(0);
	int result = fp_gate_start();
	run_on((int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	if (result || !pool_make(pool)) {
		perror("figure2");
		return 1;
	}
	for (uint32_t i = 0; i < NEIGHBOUR_BYTES; i++)
		pool->neighbour[i] = (uint8_t)i;
	// As it would behind blocks of its own malloc.
	if (__asan_poison_memory_region)
		__asan_poison_memory_region(pool->neighbour, 4096);
	return sides_make(folder, loaded, names, count, pool);
}

int main(int count, char **arguments)
{
	static struct pool pool;
	enum { FIRST_SIDE = 3 };
	if (count <= FIRST_SIDE || count > FIRST_SIDE + SIDES_MAX) {
		fprintf(stderr, "usage: figure2 <folder> <rounds> <side>...\n");
		return 2;
	}
	uint32_t rounds = (uint32_t)atoi(arguments[2]);
	struct span loaded = rounds ? (struct span){0, UNITS} : (struct span){UNIT_MACSWAP, UNIT_MACSWAP + 1};
	int result = start(arguments[1], loaded, arguments + FIRST_SIDE, (uint32_t)(count - FIRST_SIDE), &pool);
	if (result)
		return result;
	printf("{\"tsc_hz\":%.0f,\"uses_wrgsbase\":%s,", tsc_hz(), fp_gate_uses_wrgsbase() ? "true" : "false");
	bool is_printed = print_probes(&pool);
	if (is_printed && rounds) {
		printf(",");
		is_printed = print_steps();
		printf(",");
		is_printed = is_printed && print_samples(rounds);
	}
	printf("}\n");
	return is_printed ? 0 : 1;
}
