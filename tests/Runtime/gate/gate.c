// gate [calls that don't end]: the gate and the fault handler without modules, pass or runtime. Hand-written functions are called
// behind the gate, and what the caller had before is compared with what it has afterwards. Prints a line for each case, and how
// often it went wrong.
#define _GNU_SOURCE
#include "fp_gate.h"

#include <asm/prctl.h>
#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};

#define CASES(CASE) \
	CASE(nothing, FP_FAULT_NONE) CASE(spoil, FP_FAULT_NONE) CASE(spoil_and_fault, FP_FAULT_MEMORY) \
	CASE(align_and_fault, FP_FAULT_MEMORY) CASE(read_null, FP_FAULT_MEMORY) CASE(write_constant, FP_FAULT_MEMORY) \
	CASE(read_beyond, FP_FAULT_MEMORY) CASE(read_nowhere, FP_FAULT_MEMORY) CASE(divide, FP_FAULT_DIVISION) \
	CASE(end_itself, FP_FAULT_ABORT) CASE(call_wildly, FP_FAULT_WILD_CALL) CASE(break_point, FP_FAULT_ILLEGAL) \
	CASE(last_byte, FP_FAULT_ILLEGAL) CASE(illegal, FP_FAULT_ILLEGAL) CASE(halt, FP_FAULT_MEMORY) CASE(recurse, FP_FAULT_STACK) \
	CASE(recurse_in_arena, FP_FAULT_STACK) CASE(loop, FP_FAULT_ENDLESS)

#define DECLARE(name, fault) extern void name(void), masked_##name(void);
CASES(DECLARE)
extern void show_registers(void), masked_show_registers(void);
extern const uint8_t hostile_start[], hostile_end[], masked_hostile_start[], masked_hostile_end[];

// What observe says of a call; hostile.S has the order.
enum { RECORD_WORDS = 10 };
extern int observe(struct fp_instance *instance, void (*entry)(void), uint64_t record[RECORD_WORDS]);

static uint8_t *map(uint64_t at, uint64_t bytes, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	uint8_t *memory = mmap((void *)at, bytes, protection, flags, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return memory;
}

enum protection { SEGMENT, MASK };

static struct fp_instance *make_instance(enum protection protection)
{
	static _Alignas(64) struct fp_instance instances[8];
	static int count;
	struct fp_instance *made = &instances[count++];
	made->base = (uint64_t)map(0, 2 * GUARD_BYTES + ARENA_BYTES, PROT_NONE) + GUARD_BYTES;
	map(made->base + HEAP_OFFSET, 0x10000, PROT_READ | PROT_WRITE);
	map(made->base + STACK_OFFSET, STACK_BYTES, PROT_READ | PROT_WRITE);
	map(made->base + BURST_OFFSET, BURST_BYTES, PROT_READ | PROT_WRITE);
	map(made->base + CONFIG_OFFSET, 0x1000, PROT_READ);
	uint64_t stack = (uint64_t)map(0, MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES, PROT_NONE);
	made->machine_stack_low = stack + MACHINE_GUARD_BYTES;
	map(made->machine_stack_low, MACHINE_STACK_BYTES, PROT_READ | PROT_WRITE);
	made->machine_stack_top = made->machine_stack_low + MACHINE_STACK_BYTES;
	made->budget_ns = 1000000000;
	made->shown_base = protection == MASK ? made->base : 0;
	made->text_start = protection == MASK ? masked_hostile_start : hostile_start;
	made->text_end = protection == MASK ? masked_hostile_end : hostile_end;
	return made;
}

// What belongs to the thread, and is no register that `observe` sees.
struct thread_state {
	uint64_t gs, fs;
	uint16_t x87_control, x87_status, x87_tags;
	stack_t signal_stack;
	sigset_t blocked;
};

static void take(struct thread_state *state)
{
	memset(state, 0, sizeof(*state));
	syscall(SYS_arch_prctl, ARCH_GET_GS, &state->gs);
	syscall(SYS_arch_prctl, ARCH_GET_FS, &state->fs);
	sigaltstack(NULL, &state->signal_stack);
	pthread_sigmask(SIG_SETMASK, NULL, &state->blocked);
	// Intel SDM volume 1, 8.1.10: control, status and tag word, each in four bytes, and where the last instruction was.
	uint32_t environment[7];
	__asm__("fnstenv %0\n\tfldenv %0" : "=m"(environment));
	state->x87_control = (uint16_t)environment[0];
	state->x87_status = (uint16_t)environment[1];
	state->x87_tags = (uint16_t)environment[2];
}

// What no thread begins with, so that setting it back to how threads begin would show.
static void make_unusual(void)
{
	uint16_t rounds_to_double = 0x27f;
	sigset_t one;
	sigemptyset(&one);
	sigaddset(&one, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &one, NULL);
	__asm__ volatile("fldcw %0" : : "m"(rounds_to_double));
}

static int entries_of(const char *folder)
{
	DIR *open = opendir(folder);
	int count = 0;
	while (open && readdir(open))
		count++;
	closedir(open);
	return count;
}

static int lines_of(const char *path)
{
	FILE *open = fopen(path, "r");
	int count = 0;
	for (int c; (c = getc(open)) != EOF;)
		count += c == '\n';
	fclose(open);
	return count;
}

// A page lost in each of 10,000 calls would be more; in each of the 500 that don't end as well.
enum { CALLS = 10000, ENDLESS_CALLS = 500, GROWN_PAGES = 400 };

static long resident_pages(void)
{
	long pages = 0;
	FILE *open = fopen("/proc/self/statm", "r");
	if (fscanf(open, "%*d %ld", &pages) != 1)
		exit(1);
	fclose(open);
	return pages;
}

static long held_now(void)
{
	return entries_of("/proc/self/fd") + lines_of("/proc/self/maps") + entries_of("/proc/self/task");
}

static int is_as_before(const uint64_t record[RECORD_WORDS])
{
	enum { DIRECTION = 0x400, ALIGNMENT = 0x40000, MXCSR_DEFAULT = 0x1f80 };
	for (int i = 0; i < 6; i++) {
		if (record[i] != 11 + (uint64_t)i)
			return 0;
	}
	return !(record[6] & (DIRECTION | ALIGNMENT)) && record[7] == MXCSR_DEFAULT && !record[8] && !record[9];
}

// Calls one function many times; prints its name, how many times it answered otherwise than expected, how many times the
// caller's registers, stack or the thread's state had changed, and whether memory, files, mappings and threads stayed.
static void run(struct fp_instance *instance, const char *name, void (*entry)(void), int expected, int times)
{
	struct thread_state before, after;
	uint64_t record[RECORD_WORDS];
	int wrong = 0, changed = 0;
	// A machine that is busy takes long for a stack's first pages.
	instance->budget_ns = expected == FP_FAULT_ENDLESS ? 1000000 : 1000000000;
	observe(instance, nothing, record);
	observe(instance, entry, record);
	take(&before);
	long held = held_now(), pages = resident_pages();
	for (int i = 0; i < times; i++) {
		wrong += observe(instance, entry, record) != expected;
		changed += !is_as_before(record);
		take(&after);
		changed += memcmp(&before, &after, sizeof(before)) != 0;
	}
	long grown = held_now() - held + (resident_pages() - pages > GROWN_PAGES);
	printf("%s wrong %d changed %d grown %ld\n", name, wrong, changed, grown);
}

// The registers that it was called with, in its heap.
static int call_to_show(struct fp_instance *instance, uint64_t record[RECORD_WORDS])
{
	return observe(instance, instance->shown_base ? masked_show_registers : show_registers, record);
}

static void show(struct fp_instance *instance)
{
	enum { R13 = 12, MXCSR = 15 };
	uint64_t record[RECORD_WORDS];
	double one = 1, three = 3;
	__asm__ volatile("" : "+x"(one), "+x"(three));
	// Leaves MXCSR's flag of an inexact result, which the module mustn't see.
	volatile double third = one / three;
	(void)third;
	int code = call_to_show(instance, record);
	const uint64_t *seen = (const uint64_t *)(instance->base + HEAP_OFFSET);
	int others = 0;
	for (int i = 3; i < 80; i++)
		others += i != MXCSR && seen[i] != (i == R13 ? instance->shown_base : 0);
	printf("registers by %s code %d result %lu arguments %lu %lu %lu mxcsr %x stack %lx others %d\n",
		instance->shown_base ? "mask" : "segment", code, instance->result, seen[0], seen[1], seen[2], (uint32_t)seen[MXCSR],
		seen[80], others);
}

// Two instances in turn: gs follows.
static void alternate(struct fp_instance *one, struct fp_instance *other)
{
	uint64_t record[RECORD_WORDS];
	for (int i = 0; i < 100; i++) {
		observe(i % 2 ? one : other, show_registers, record);
		*(uint64_t *)(one->base + HEAP_OFFSET) += i % 2;
	}
	const uint64_t *seen = (const uint64_t *)(other->base + HEAP_OFFSET);
	printf("alternate %lu %lu\n", *(uint64_t *)(one->base + HEAP_OFFSET), seen[0]);
}

// In turn with one that has no use for gs: each call writes to its own arena, and gs is where a call that uses it left it.
static void alternate_with_mask(struct fp_instance *one, struct fp_instance *masked, struct fp_instance *other)
{
	struct fp_instance *const all[] = {one, masked, other}, *const turns[] = {one, masked, one, masked, masked, other, masked};
	uint64_t record[RECORD_WORDS], gs, gs_expected = one->base;
	int wrong = 0, changed = 0;
	for (int i = 0; i < 700; i++) {
		struct fp_instance *turn = turns[i % 7];
		for (int j = 0; j < 3; j++)
			*(uint64_t *)(all[j]->base + HEAP_OFFSET) = 0;
		wrong += call_to_show(turn, record) != FP_FAULT_NONE;
		changed += !is_as_before(record);
		for (int j = 0; j < 3; j++)
			wrong += *(uint64_t *)(all[j]->base + HEAP_OFFSET) != (all[j] == turn ? 7 : 0);
		if (!turn->shown_base)
			gs_expected = turn->base;
		syscall(SYS_arch_prctl, ARCH_GET_GS, &gs);
		wrong += gs != gs_expected;
	}
	printf("alternate with mask wrong %d changed %d\n", wrong, changed);
}

// A fault of the host's own is the other handler's, with the mask that it asked for.
static sigjmp_buf back;

static void other_handler(int signal)
{
	siglongjmp(back, signal);
}

static void hand_on(void)
{
	int times = 0;
	for (int i = 0; i < 3; i++) {
		if (sigsetjmp(back, 1) == SIGSEGV)
			times++;
		else
			*(volatile int *)8 = 1;
	}
	printf("handed on %d\n", times);
}

struct two {
	struct fp_instance *masked, *other;
};

// Its first call makes a thread ready, and by mask sets no gs; the second does.
static void *fault_on_thread(void *instances)
{
	struct two *both = instances;
	uint64_t record[RECORD_WORDS];
	fp_gate_lcore();
	int wrong = observe(both->masked, masked_read_null, record) != FP_FAULT_MEMORY;
	wrong += observe(both->other, read_null, record) != FP_FAULT_MEMORY;
	return (void *)(uint64_t)wrong;
}

// Threads come and go: their signal stacks too.
static void threads(struct two instances)
{
	int maps = 0, wrong = 0;
	for (int i = 0; i < 300; i++) {
		pthread_t thread;
		void *result;
		pthread_create(&thread, NULL, fault_on_thread, &instances);
		pthread_join(thread, &result);
		wrong += result != NULL;
		if (i == 10)
			maps = lines_of("/proc/self/maps");
	}
	printf("threads wrong %d grown %d\n", wrong, lines_of("/proc/self/maps") - maps);
}

// Whose stack a handler that asks for none of its own runs on.
static struct fp_instance *interrupted;
static volatile int on_its_stack, on_the_caller_s;

static void look_where(int signal)
{
	uint64_t here = (uint64_t)&signal;
	if (here >= interrupted->machine_stack_low && here < interrupted->machine_stack_top)
		on_its_stack++;
	else
		on_the_caller_s++;
}

static void *interrupt(void *thread)
{
	for (int i = 0; i < 20; i++) {
		usleep(500);
		pthread_kill(*(pthread_t *)thread, SIGUSR1);
	}
	return NULL;
}

// A signal for somebody else while a function runs for 5 ms: behind fp_enter the handler finds the module's stack, behind fp_call
// it waits.
static void signals(struct fp_instance *instance, int (*call)(struct fp_instance *, const void *, uint64_t, uint64_t, uint64_t),
	const char *name)
{
	struct sigaction look = {.sa_handler = look_where};
	pthread_t own = pthread_self(), other;
	sigaction(SIGUSR1, &look, NULL);
	interrupted = instance;
	instance->budget_ns = 5000000;
	on_its_stack = on_the_caller_s = 0;
	pthread_create(&other, NULL, interrupt, &own);
	int fault = call(instance, (const void *)loop, 0, 0, 0);
	pthread_join(other, NULL);
	const char *how = fault == FP_FAULT_ENDLESS && on_its_stack + on_the_caller_s > 0 ? "come" : "don't";
	printf("signals %s %s, %d on its stack\n", name, how, on_its_stack > 0);
}

static uint64_t now_ns(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
	return (a > b) - (a < b);
}

enum { TIMED_CALLS = 200 };

// Of many calls the least, the median, the most.
static void print_times(const char *name, int64_t times[TIMED_CALLS])
{
	qsort(times, TIMED_CALLS, sizeof(times[0]), compare);
	printf("%s %ld %ld %ld\n", name, times[0], times[TIMED_CALLS / 2], times[TIMED_CALLS - 1]);
}

// How long calls go on behind their budget, which is CPU time; how long a trap keeps an lcore, in all: asking for CPU time would
// take longer.
static void time_calls(struct fp_instance *instance)
{
	int64_t times[TIMED_CALLS];
	uint64_t record[RECORD_WORDS], start;
	instance->budget_ns = 1000000;
	for (int i = 0; i < TIMED_CALLS; i++) {
		start = now_ns(CLOCK_THREAD_CPUTIME_ID);
		observe(instance, loop, record);
		times[i] = ((int64_t)(now_ns(CLOCK_THREAD_CPUTIME_ID) - start) - (int64_t)instance->budget_ns) / 1000;
	}
	print_times("overshoot_us", times);
	for (int i = 0; i < TIMED_CALLS; i++) {
		start = now_ns(CLOCK_MONOTONIC);
		observe(instance, read_null, record);
		times[i] = (int64_t)(now_ns(CLOCK_MONOTONIC) - start);
	}
	print_times("trap_ns", times);
}

int main(int count, char **arguments)
{
	int endless = count > 1 ? atoi(arguments[1]) : ENDLESS_CALLS;
	signal(SIGSEGV, other_handler);
	if (fp_gate_start() || fp_gate_start())
		return 1;
	struct fp_instance *one = make_instance(SEGMENT), *other = make_instance(SEGMENT), *masked = make_instance(MASK);
	show(one);
	show(masked);
	alternate(one, other);
	alternate_with_mask(one, masked, other);
	time_calls(one);
	make_unusual();
#define RUN(name, fault) run(one, #name, name, fault, fault == FP_FAULT_ENDLESS ? endless : CALLS);
	CASES(RUN)
#define RUN_MASKED(name, fault) run(masked, "masked_" #name, masked_##name, fault, fault == FP_FAULT_ENDLESS ? endless : CALLS);
	CASES(RUN_MASKED)
	signals(one, fp_enter, "behind fp_enter");
	signals(one, fp_call, "behind fp_call");
	hand_on();
	threads((struct two){masked, other});
	uint64_t record[RECORD_WORDS];
	observe(one, write_constant, record);
	printf("address %lx\n", (uint64_t)one->fault_address);
	return 0;
}
