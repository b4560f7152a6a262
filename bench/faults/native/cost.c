// cost <calls>: what a fault behind the gate costs the thread that called, from before fp_enter until behind it; and behind a
// recovery point, by which modules in C# are called, beside a plain call. Prints cycles of the TSC as JSON: of calls that return,
// and of those that fault, by kind.
#define _GNU_SOURCE
#include "fp_gate.h"

#include <sched.h>
#include <stdbool.h>
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

// As `Trap` of C# does.
static void index_outside(void)
{
	fp_gate_fail(FP_FAULT_INDEX, NULL);
}

static int call_plainly(struct fp_instance *instance, const void *function, uint64_t argument0, uint64_t argument1,
	uint64_t argument2)
{
	(void)instance;
	((void (*)(uint64_t, uint64_t, uint64_t))(uintptr_t)function)(argument0, argument1, argument2);
	return FP_FAULT_NONE;
}

static const struct {
	const char *name;
	int (*enter)(struct fp_instance *instance, const void *function, uint64_t argument0, uint64_t argument1, uint64_t argument2);
	void (*function)(void);
	int fault;
} cases[] = {
	{"none", fp_enter, returns, FP_FAULT_NONE}, {"memory", fp_enter, memory, FP_FAULT_MEMORY},
	{"division", fp_enter, division, FP_FAULT_DIVISION}, {"abort", fp_enter, ends_itself, FP_FAULT_ABORT},
	{"csharp_plain", call_plainly, returns, FP_FAULT_NONE}, {"csharp_none", fp_enter_managed, returns, FP_FAULT_NONE},
	{"csharp_index", fp_enter_managed, index_outside, FP_FAULT_INDEX},
	{"csharp_division", fp_enter_managed, division, FP_FAULT_DIVISION},
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
	static const volatile int32_t unbroken;
	static _Alignas(64) struct fp_instance instance, managed = {.budget_ns = 20000000000, .unbroken = &unbroken};
	enum { IN_A_ROW = 100 };
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
			struct fp_instance *entered = cases[i].enter == fp_enter ? &instance : &managed;
			// What takes no signal takes less than the clock's step: some in a row.
			bool is_quick = cases[i].fault == FP_FAULT_NONE || cases[i].fault == FP_FAULT_INDEX;
			int repeats = is_quick ? IN_A_ROW : 1, fault = 0;
			uint64_t before = __rdtsc();
			for (int repeat = 0; repeat < repeats; repeat++)
				fault = cases[i].enter(entered, (const void *)cases[i].function, 0, 0, 0);
			double cycles = (double)(__rdtsc() - before) / repeats;
			if (fault != cases[i].fault) {
				fprintf(stderr, "cost: %s ended with %d\n", cases[i].name, fault);
				return 1;
			}
			printf("%s%.2f", call ? "," : "", cycles);
		}
		printf("]}");
	}
	double cycles = (double)(__rdtsc() - start);
	printf("],\"tsc_hz\":%.0f}\n", cycles * 1e9 / (double)(nanoseconds() - start_ns));
	return 0;
}
