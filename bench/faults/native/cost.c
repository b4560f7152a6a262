// cost <calls>: what a fault behind the gate costs the thread that called, from before fp_enter until behind it. Prints cycles
// of the TSC as JSON: of calls that return, and of those that fault, by kind.
#define _GNU_SOURCE
#include "fp_gate.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};
#undef ARENA

// What a module ends with, as the compiler leaves it: a store where nothing is mapped, a division by zero, abort.
__asm__(".text\n\t.p2align 12\n"
	"text_start:\n"
	"returns: ret\n"
	"memory: movl $1, 8\n\tret\n"
	"division: xorl %ecx, %ecx\n\tdivl %ecx\n\tret\n"
	"ends_itself: ud2\n"
	"text_end:\n");

extern const uint8_t text_start[], text_end[];
extern void returns(void), memory(void), division(void), ends_itself(void);

static const struct {
	const char *name;
	void (*function)(void);
	int fault;
} cases[] = {
	{"none", returns, FP_FAULT_NONE}, {"memory", memory, FP_FAULT_MEMORY}, {"division", division, FP_FAULT_DIVISION},
	{"abort", ends_itself, FP_FAULT_ABORT},
};

static uint8_t *map(uint64_t at, uint64_t bytes, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	uint8_t *mapped = mmap((void *)at, bytes, protection, flags, -1, 0);
	if (mapped == MAP_FAILED) {
		perror("cost: mmap");
		exit(1);
	}
	return mapped;
}

static void make_instance(struct fp_instance *instance)
{
	instance->base = (uint64_t)map(0, 2 * GUARD_BYTES + ARENA_BYTES, PROT_NONE) + GUARD_BYTES;
	map(instance->base + STACK_OFFSET, STACK_BYTES, PROT_READ | PROT_WRITE);
	map(instance->base + BURST_OFFSET, BURST_BYTES, PROT_READ | PROT_WRITE);
	uint64_t stack = (uint64_t)map(0, MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES, PROT_NONE);
	instance->machine_stack_low = stack + MACHINE_GUARD_BYTES;
	map(instance->machine_stack_low, MACHINE_STACK_BYTES, PROT_READ | PROT_WRITE);
	instance->machine_stack_top = instance->machine_stack_low + MACHINE_STACK_BYTES;
	instance->budget_ns = 20000000000;
	instance->text_start = text_start;
	instance->text_end = text_end;
}

static void run_on(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static uint64_t nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

int main(int count, char **arguments)
{
	static _Alignas(64) struct fp_instance instance;
	int calls = count == 2 ? atoi(arguments[1]) : 0;
	if (calls < 1) {
		fprintf(stderr, "usage: cost <calls>\n");
		return 2;
	}
	// What watches over calls that don't end runs beside what is timed, as in a deployment.
	run_on(0);
	if (fp_gate_start()) {
		perror("cost");
		return 1;
	}
	run_on((int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	make_instance(&instance);
	uint64_t start_ns = nanoseconds(), start = __rdtsc();
	printf("{\"calls\":[");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		printf("%s{\"kind\":\"%s\",\"cycles\":[", i ? "," : "", cases[i].name);
		for (int call = 0; call < calls; call++) {
			uint64_t before = __rdtsc();
			int fault = fp_enter(&instance, (const void *)cases[i].function, 0, 0, 0);
			uint64_t cycles = __rdtsc() - before;
			if (fault != cases[i].fault) {
				fprintf(stderr, "cost: %s ended with %d\n", cases[i].name, fault);
				return 1;
			}
			printf("%s%llu", call ? "," : "", (unsigned long long)cycles);
		}
		printf("]}");
	}
	double cycles = (double)(__rdtsc() - start);
	printf("],\"tsc_hz\":%.0f}\n", cycles * 1e9 / (double)(nanoseconds() - start_ns));
	return 0;
}
