// Runs one module without the data plane: confined to an arena through the gate, or plain. Prints what it did.
//
//   harness run <bursts> <variant> [configuration]      `result <hash>`, `fault <kind> <address>`, or `refused <sentence>`
//   harness steps <bursts> <variant> [configuration]    `steps <instructions>` of the last burst, counted one by one
//
// The module is linked in; --defsym=module_under_test=fp_module_<name> says which.
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

extern const struct fp_module *module_under_test(void);

enum { PACKET_ROOM = 2048, PACKET_HEADROOM = 128, CONFIG_BYTES = 1 << 20 };

static struct host host;

static void *map(void *at, uint64_t bytes, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	void *made = mmap(at, bytes, protection, flags, -1, 0);
	if (made == MAP_FAILED)
		stop("no memory");
	return made;
}

static uint8_t *region(uint64_t offset, uint64_t bytes)
{
	return map(host.base + offset, bytes, PROT_READ | PROT_WRITE);
}

// The arena of docs/adr/0025, with its guards; the image copied, its constants read-only.
static void make_arena(const struct fp_module *module)
{
	uint8_t *reserved = map(NULL, ARENA_BYTES + 2 * GUARD_BYTES, PROT_NONE);
	host.base = reserved + GUARD_BYTES;
	if (module->globals_bytes) {
		uint8_t *image = region(IMAGE_OFFSET, module->globals_bytes);
		memcpy(image, module->image, module->initialised_bytes);
		if (module->constant_bytes)
			mprotect(image, module->constant_bytes, PROT_READ);
	}
	host.heap = region(HEAP_OFFSET, HEAP_BYTES_MAX);
	host.shared = region(SHARED_OFFSET, SHARED_BYTES_MAX);
	region(STACK_OFFSET, STACK_BYTES);
	host.burst = (struct fp_burst *)region(BURST_OFFSET, BURST_BYTES);
	host.block = (struct fp_heap *)(host.base + HEAP_BLOCK_OFFSET);
	host.config = region(CONFIG_OFFSET, CONFIG_BYTES);
	host.packets = region(PACKETS_OFFSET, PACKETS * PACKET_ROOM);
	uint8_t *stack = map(NULL, MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES, PROT_NONE);
	mprotect(stack + MACHINE_GUARD_BYTES, MACHINE_STACK_BYTES, PROT_READ | PROT_WRITE);
	host.instance = (struct fp_instance){
		.base = (uint64_t)host.base,
		.shown_base = module->protection == FP_PROTECTION_SEGMENT ? 0 : (uint64_t)host.base,
		.machine_stack_top = (uint64_t)stack + MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES,
		.machine_stack_low = (uint64_t)stack + MACHINE_GUARD_BYTES,
		.budget_ns = BUDGET_NS,
		.text_start = module->text_start,
		.text_end = module->text_end,
	};
	if (fp_gate_start() != 0)
		stop("the gate doesn't start");
}

static void make_plain(void)
{
	host.heap = map(NULL, HEAP_BYTES_MAX, PROT_READ | PROT_WRITE);
	host.shared = map(NULL, SHARED_BYTES_MAX, PROT_READ | PROT_WRITE);
	host.burst = map(NULL, BURST_BYTES, PROT_READ | PROT_WRITE);
	host.block = map(NULL, BURST_BYTES, PROT_READ | PROT_WRITE);
	host.config = map(NULL, CONFIG_BYTES, PROT_READ | PROT_WRITE);
	host.packets = map(NULL, PACKETS * PACKET_ROOM, PROT_READ | PROT_WRITE);
}

static void *as_module_sees(const void *address)
{
	return (void *)((uint64_t)address - (uint64_t)host.base);
}

static uint64_t call(const struct fp_module *module, const void *entry, const void *first, const void *second)
{
	uint64_t arguments[] = {(uint64_t)as_module_sees(first), (uint64_t)as_module_sees(second)};
	if (module->protection == FP_PROTECTION_NONE)
		return ((uint64_t (*)(uint64_t, uint64_t))entry)(arguments[0], arguments[1]);
	if (fp_enter(&host.instance, entry, arguments[0], arguments[1], 0) == FP_FAULT_NONE)
		return host.instance.result;
	printf("fault %u %lld\n", host.instance.fault, (long long)host.instance.fault_address);
	exit(0);
}

static void initialise(const struct fp_module *module)
{
	host.burst->state = NULL;
	*host.block = (struct fp_heap){
		.cycles_per_second = 1000000000, .lcores = 1,
		.next = as_module_sees(host.heap), .end = as_module_sees(host.heap + HEAP_BYTES_MAX),
		.shared_next = as_module_sees(host.shared), .shared_end = as_module_sees(host.shared + SHARED_BYTES_MAX),
	};
	if (!module->init)
		return;
	host.burst->state = (void *)call(module, module->init, host.block, host.config);
	if (!host.burst->state) {
		printf("refused %s\n", host.block->refusal);
		exit(0);
	}
}

static void prepare(uint64_t number, uint32_t count)
{
	struct fp_burst *burst = host.burst;
	burst->now_cycles = number * 1000;
	burst->count = count;
	for (uint32_t i = 0; i < count; i++) {
		uint8_t *room = host.packets + i * PACKET_ROOM;
		burst->packets[i].offset = PACKET_HEADROOM;
		burst->packets[i].length = write_packet(room + PACKET_HEADROOM, number * PACKETS + i);
		burst->beyond[i] = 0;
		burst->bases[i] = room;
		if (host.base)
			burst->packets[i].offset += (uint32_t)(room - host.base);
	}
	memset(burst->verdicts, 0xff, sizeof(burst->verdicts));
}

// What a burst left: verdicts and packets, whose offsets count from their rooms.
static uint64_t hash_burst(uint64_t hash)
{
	struct fp_burst *burst = host.burst;
	hash = hash_bytes(hash, burst->verdicts, sizeof(burst->verdicts));
	return hash_bytes(hash, host.packets, PACKETS * PACKET_ROOM);
}

// Instructions from the entry to its return, by the parent, which steps its child through them.
static void count_steps(pid_t child, const void *entry)
{
	struct user_regs_struct registers;
	uint64_t steps = 0, stack = 0;
	int status;
	for (bool is_inside = false;;) {
		ptrace(PTRACE_SINGLESTEP, child, NULL, NULL);
		if (waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status))
			stop("the module didn't return");
		ptrace(PTRACE_GETREGS, child, NULL, &registers);
		if (!is_inside && registers.rip == (uint64_t)entry) {
			is_inside = true;
			stack = registers.rsp;
		}
		if (is_inside && registers.rsp > stack)
			break;
		steps += is_inside;
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	printf("steps %llu\n", (unsigned long long)steps);
}

int main(int count, char **arguments)
{
	if (count < 4)
		stop("harness run|steps <bursts> <variant> [configuration]");
	uint64_t bursts = strtoull(arguments[2], NULL, 10);
	const struct fp_module *module = module_under_test() + strtoul(arguments[3], NULL, 10);
	if (module->protection == FP_PROTECTION_NONE)
		make_plain();
	else
		make_arena(module);
	if (count > 4)
		read_file(arguments[4], host.config, CONFIG_BYTES);
	initialise(module);
	uint64_t hash = HASH_START;
	bool counts = !strcmp(arguments[1], "steps");
	for (uint64_t i = 0; i < bursts; i++) {
		prepare(i, PACKETS);
		if (counts && i + 1 == bursts) {
			pid_t child = fork();
			if (child > 0)
				count_steps(child, module->process);
			if (child > 0)
				return 0;
			ptrace(PTRACE_TRACEME, 0, NULL, NULL);
			raise(SIGSTOP);
		}
		call(module, module->process, host.burst, NULL);
		hash = hash_burst(hash);
	}
	printf("result %016llx\n", (unsigned long long)hash);
	return 0;
}
