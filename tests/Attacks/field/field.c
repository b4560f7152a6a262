// An attacker and its neighbour, as Field.cs has them, in a program of C alone: QEMU's user mode, which has MPX, ends .NET by a
// signal every other time. Each attack is made in a process of its own.
//
//   field <variant> [unprotected]      reads lines `number aim loops` and prints for each `outcome damage leak`, - for nothing
//
// The module is linked in; --defsym=module_under_test=fp_module_attack.
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fp_gate.h"
#include "fp_module.h"

#define ARENA(name, value) static const uint64_t name __attribute__((unused)) = value;
#include "arena.def"
#undef ARENA

enum {
	SECRET_BYTES = 1 << 16, PACKETS = 4, FRAME_BYTES = 64, ROOM_BYTES = 1024, HEADROOM_BYTES = 128, HEADER_BYTES = 14, BURSTS = 2,
	HEAP_BYTES = 1 << 20, STAGING_BYTES = 1 << 22, CONFIG_BYTES = 1 << 12, BUDGET_NS = 2000000000, LOOP_BUDGET_NS = 2000000,
};

// What isn't the attacker's: filled with one word, which is looked for afterwards, there and in all that the attacker can read.
enum { HOST, MBUF, STACK, SIGNAL_STACK, THREAD_LOCAL, GLOBALS, HEAP, ARENA_STACK, MACHINE_STACK, PACKET, PLACES };

static const char *const aims[PLACES] = {
	"host", "mbuf", "stack", "signal_stack", "thread_local", "globals", "heap", "arena_stack", "machine_stack", "packet",
};

static uint8_t *places[PLACES];

static const char *const kinds[] = {
	"nothing", "memory", "wild_call", "division", "illegal", "stack", "endless", "abort",
};

static uint64_t secret;
static __thread uint8_t thread_local[SECRET_BYTES];
static volatile bool has_run;
static struct fp_instance attacker;
static const struct fp_module *module;

extern const struct fp_module *module_under_test(void);

static void host_function(void)
{
	has_run = true;
}

static void stop(const char *why)
{
	perror(why);
	exit(1);
}

static uint8_t *map(uint8_t *at, uint64_t bytes, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	uint8_t *made = mmap(at, bytes, protection, flags, -1, 0);
	if (made == MAP_FAILED)
		stop("mmap");
	return made;
}

static uint8_t *map_memory(uint8_t *at, uint64_t bytes)
{
	return map(at, bytes, PROT_READ | PROT_WRITE);
}

static void fill_places(uint8_t *neighbour, uint8_t *stack)
{
	places[HOST] = map_memory(NULL, SECRET_BYTES);
	places[MBUF] = map_memory(NULL, SECRET_BYTES);
	places[STACK] = stack;
	places[THREAD_LOCAL] = thread_local;
	places[GLOBALS] = map_memory(neighbour + IMAGE_OFFSET, SECRET_BYTES);
	places[HEAP] = map_memory(neighbour + HEAP_OFFSET, SECRET_BYTES);
	places[ARENA_STACK] = map_memory(neighbour + STACK_OFFSET, SECRET_BYTES);
	places[MACHINE_STACK] = map_memory(NULL, SECRET_BYTES);
	places[PACKET] = map_memory(neighbour + PACKETS_OFFSET, SECRET_BYTES);
	// Signals begin at its end, and don't come down to what is looked at.
	places[SIGNAL_STACK] = map_memory(NULL, 2 * SECRET_BYTES);
	stack_t signals = {.ss_sp = places[SIGNAL_STACK], .ss_size = 2 * SECRET_BYTES};
	if (sigaltstack(&signals, NULL))
		stop("sigaltstack");
	for (int i = 0; i < PLACES; i++) {
		for (size_t word = 0; word < SECRET_BYTES / sizeof(secret); word++)
			memcpy(places[i] + word * sizeof(secret), &secret, sizeof(secret));
	}
}

static void make_attacker(uint8_t *base)
{
	uint8_t *image = map_memory(base + IMAGE_OFFSET, module->globals_bytes);
	memcpy(image, module->image, module->initialised_bytes);
	if (module->constant_bytes)
		mprotect(image, module->constant_bytes, PROT_READ);
	map_memory(base + HEAP_OFFSET, HEAP_BYTES);
	map_memory(base + SHARED_OFFSET, SHARED_BYTES_MAX);
	map_memory(base + STACK_OFFSET, STACK_BYTES);
	map_memory(base + BURST_OFFSET, BURST_BYTES);
	map_memory(base + CONFIG_OFFSET, CONFIG_BYTES);
	map_memory(base + PACKETS_OFFSET, STAGING_BYTES);
	uint8_t *stack = map(NULL, MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES, PROT_NONE) + MACHINE_GUARD_BYTES;
	mprotect(stack, MACHINE_STACK_BYTES, PROT_READ | PROT_WRITE);
	attacker = (struct fp_instance){
		.base = (uint64_t)base, .shown_base = module->protection == FP_PROTECTION_SEGMENT ? 0 : (uint64_t)base,
		.machine_stack_low = (uint64_t)stack, .machine_stack_top = (uint64_t)stack + MACHINE_STACK_BYTES,
		.budget_ns = BUDGET_NS, .text_start = module->text_start, .text_end = module->text_end,
	};
	*(struct fp_heap *)(base + HEAP_BLOCK_OFFSET) = (struct fp_heap){
		.cycles_per_second = 1000000000, .lcores = 1, .next = (void *)HEAP_OFFSET, .end = (void *)(HEAP_OFFSET + HEAP_BYTES),
		.shared_next = (void *)SHARED_OFFSET, .shared_end = (void *)(SHARED_OFFSET + SHARED_BYTES_MAX),
	};
}

static uint64_t aim_at(const char *aim)
{
	for (int i = 0; i < PLACES; i++) {
		if (!strcmp(aim, aims[i]))
			return (uint64_t)places[i];
	}
	if (!strcmp(aim, "text"))
		return (uint64_t)host_function;
	return !strcmp(aim, "distance") ? -(ARENA_BYTES + GUARD_BYTES) : 0;
}

static uint32_t enter_process(struct fp_burst *burst)
{
	burst->count = PACKETS;
	for (uint32_t i = 0; i < PACKETS; i++) {
		burst->packets[i].offset = (uint32_t)(PACKETS_OFFSET + i * ROOM_BYTES + HEADROOM_BYTES);
		burst->packets[i].length = FRAME_BYTES;
		burst->beyond[i] = 0;
	}
	memset(burst->verdicts, 0xff, sizeof(burst->verdicts));
	return (uint32_t)fp_enter(&attacker, module->process, BURST_OFFSET, 0, 0);
}

// What the host looks at before it believes a burst: verdicts that outputs have, packets with a header inside their rooms.
static bool is_good(const struct fp_burst *burst)
{
	for (uint32_t i = 0; i < PACKETS; i++) {
		uint64_t room = PACKETS_OFFSET + i * ROOM_BYTES, offset = burst->packets[i].offset, length = burst->packets[i].length;
		if (burst->verdicts[i] >= module->outputs || offset < room || length < HEADER_BYTES || offset + length > room + ROOM_BYTES)
			return false;
	}
	return true;
}

static const char *attack(uint32_t number, const char *aim)
{
	uint8_t *base = (uint8_t *)attacker.base;
	struct fp_burst *burst = (struct fp_burst *)(base + BURST_OFFSET);
	const uint64_t config[] = {number, aim_at(aim)};
	memcpy(base + CONFIG_OFFSET, config, sizeof(config));
	mprotect(base + CONFIG_OFFSET, CONFIG_BYTES, PROT_READ);
	if (fp_enter(&attacker, module->init, HEAP_BLOCK_OFFSET, CONFIG_OFFSET, 0) || !attacker.result)
		return "init";
	burst->state = (void *)attacker.result;
	for (int i = 0; i < BURSTS; i++) {
		uint32_t fault = enter_process(burst);
		if (fault)
			return kinds[fault];
		if (!is_good(burst))
			return "drop";
	}
	return "nothing";
}

static const char *damage(void)
{
	for (int i = 0; i < PLACES; i++) {
		for (size_t word = 0; word < SECRET_BYTES / sizeof(secret); word++) {
			if (memcmp(places[i] + word * sizeof(secret), &secret, sizeof(secret)))
				return aims[i];
		}
	}
	return has_run ? "a_function_of_the_host_ran" : "-";
}

// Pages that nobody has touched hold nothing, and QEMU takes its time to read them.
static bool holds_secret(uint8_t *at, uint64_t bytes)
{
	enum { PAGE_BYTES = 4096, PAGES_MAX = STAGING_BYTES / PAGE_BYTES };
	unsigned char is_there[PAGES_MAX];
	uint64_t pages = (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
	if (pages > PAGES_MAX || mincore(at, pages * PAGE_BYTES, is_there))
		stop("mincore");
	for (uint64_t first = 0, end; first < pages; first = end + 1) {
		for (end = first; end < pages && is_there[end] & 1; end++)
			;
		if (memmem(at + first * PAGE_BYTES, (end - first) * PAGE_BYTES, &secret, sizeof(secret)))
			return true;
	}
	return false;
}

static const char *leak(void)
{
	const struct {
		uint64_t offset, bytes;
	} readable[] = {
		{IMAGE_OFFSET, module->globals_bytes}, {HEAP_OFFSET, HEAP_BYTES}, {STACK_OFFSET, STACK_BYTES},
		{BURST_OFFSET, BURST_BYTES}, {PACKETS_OFFSET, STAGING_BYTES},
	};
	for (size_t i = 0; i < sizeof(readable) / sizeof(readable[0]); i++) {
		if (holds_secret((uint8_t *)attacker.base + readable[i].offset, readable[i].bytes))
			return "leak";
	}
	return "-";
}

int main(int count, char **arguments)
{
	uint8_t on_stack[SECRET_BYTES];
	char aim[32];
	unsigned number, loops;
	module = module_under_test() + (count > 1 ? atoi(arguments[1]) : 0);
	// No word of it is an address or an offset, and no byte of it one that attacks write.
	secret = 0x8080808080808081 | ((uint64_t)getpid() << 24 ^ 0x5aa5c33c00);
	uint8_t *reserved = map(NULL, 2 * ARENA_BYTES + 3 * GUARD_BYTES, PROT_NONE);
	fill_places(reserved + GUARD_BYTES, on_stack);
	make_attacker(reserved + ARENA_BYTES + 2 * GUARD_BYTES);
	while (scanf("%u %31s %u", &number, aim, &loops) == 3) {
		fflush(stdout);
		pid_t child = fork();
		if (child == 0) {
			if (loops)
				attacker.budget_ns = LOOP_BUDGET_NS;
			if (fp_gate_start() || (count == 2 && !fp_gate_has_bounds(&attacker)))
				stop("nothing confines it");
			const char *outcome = attack(number, aim);
			printf("%s %s %s\n", outcome, damage(), leak());
			fflush(stdout);
			_exit(0);
		}
		int status;
		if (waitpid(child, &status, 0) < 0 || status)
			printf("ended %d -\n", status);
	}
	return 0;
}
