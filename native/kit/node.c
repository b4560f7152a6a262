// The regions of arena.def, as the runtime maps them (runtime/FastPaas.Runtime/Arenas).
#define _GNU_SOURCE
#include "node.h"
#include "steps.h"

#include <errno.h>
#include <sys/mman.h>

#define AT(base, offset) ((void *)((base) + (offset)))

enum {
	PAGE_BYTES = 4096,
	HUGE_BYTES = 1 << 21,
};

static size_t round_up(size_t bytes, size_t to)
{
	return (bytes + to - 1) / to * to;
}

static void *map(void *at, size_t bytes, int protection, int flags, int file)
{
	void *mapped = mmap(at, bytes, protection, flags, file, 0);
	return mapped == MAP_FAILED ? NULL : mapped;
}

// Addresses alone.
static uint8_t *reserve(size_t bytes)
{
	uint8_t *reserved = map(NULL, bytes + HUGE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	return reserved ? (uint8_t *)round_up((uintptr_t)reserved, HUGE_BYTES) : NULL;
}

static bool map_own(uint8_t *memory, uint64_t offset, size_t bytes)
{
	return bytes == 0 || map(AT(memory, offset), round_up(bytes, PAGE_BYTES), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);
}

static bool put_image(uint8_t *memory, const struct fp_module *module)
{
	if (!map_own(memory, IMAGE_OFFSET, module->globals_bytes))
		return false;
	if (module->initialised_bytes)
		memcpy(AT(memory, IMAGE_OFFSET), module->image, module->initialised_bytes);
	return !module->constant_bytes || !mprotect(AT(memory, IMAGE_OFFSET), module->constant_bytes, PROT_READ);
}

static bool put_config(uint8_t *memory, struct config config)
{
	if (!map_own(memory, CONFIG_OFFSET, config.size))
		return false;
	memcpy(AT(memory, CONFIG_OFFSET), config.bytes, config.size);
	return !mprotect(AT(memory, CONFIG_OFFSET), round_up(config.size, PAGE_BYTES), PROT_READ);
}

// An unprotected module gets all but the packets, which it reaches where the host has them.
static bool map_regions(struct node *node, struct config config, const struct surroundings *around)
{
	uint8_t *memory = node->memory = reserve(GUARD_BYTES + ARENA_BYTES + GUARD_BYTES);
	if (!memory)
		return false;
	memory = node->memory += GUARD_BYTES;
	bool is_confined = node->module->protection != FP_PROTECTION_NONE;
	return put_image(memory, node->module) && map_own(memory, HEAP_OFFSET, around->heap_bytes) &&
		map_own(memory, SHARED_OFFSET, around->shared_bytes) && map_own(memory, STACK_OFFSET, STACK_BYTES) &&
		map_own(memory, BURST_OFFSET, BURST_BYTES) && put_config(memory, config) &&
		(!is_confined || !around->packets_bytes || map(AT(memory, PACKETS_OFFSET), around->packets_bytes,
			around->are_packets_writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED | MAP_FIXED, around->packets_file));
}

static struct fp_instance *make_instance(const struct fp_module *module, uint8_t *memory)
{
	struct fp_instance *instance = aligned_alloc(64, sizeof(*instance));
	uint8_t *stack = reserve(MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES);
	if (!instance || !stack || !map_own(stack, MACHINE_GUARD_BYTES, MACHINE_STACK_BYTES))
		return NULL;
	*instance = (struct fp_instance){
		.base = (uint64_t)memory,
		.shown_base = module->protection == FP_PROTECTION_SEGMENT ? 0 : (uint64_t)memory,
		.machine_stack_low = (uint64_t)stack + MACHINE_GUARD_BYTES,
		.machine_stack_top = (uint64_t)stack + MACHINE_GUARD_BYTES + MACHINE_STACK_BYTES,
		.text_start = module->text_start,
		.text_end = module->text_end,
		.budget_ns = 20000000000,
	};
	return instance;
}

// Addresses of its memory as the module knows them: offsets, or the host's.
static struct fp_heap heap_of(const struct node *node, const struct surroundings *around)
{
	uint8_t *first = node->instance ? NULL : node->memory;
	return (struct fp_heap){
		.cycles_per_second = CYCLES_PER_SECOND,
		.lcores = 1,
		.next = (uint8_t *)((uintptr_t)first + HEAP_OFFSET),
		.end = (uint8_t *)((uintptr_t)first + HEAP_OFFSET + around->heap_bytes),
		.shared_next = (uint8_t *)((uintptr_t)first + SHARED_OFFSET),
		.shared_end = (uint8_t *)((uintptr_t)first + SHARED_OFFSET + around->shared_bytes),
	};
}

// What `init` returns; without one the instance has no state.
static const char *begin(struct node *node, const struct surroundings *around)
{
	const struct fp_module *module = node->module;
	struct fp_heap *heap = AT(node->memory, HEAP_BLOCK_OFFSET);
	const void *config = AT(node->memory, CONFIG_OFFSET);
	*heap = heap_of(node, around);
	if (!module->init)
		return NULL;
	if (!node->instance)
		node->burst->state = module->init(heap, config);
	else if (fp_enter(node->instance, (const void *)module->init, HEAP_BLOCK_OFFSET, CONFIG_OFFSET, 0) != FP_FAULT_NONE)
		return "init faults";
	else
		node->burst->state = (void *)node->instance->result;
	if (node->burst->state)
		return NULL;
	heap->refusal[sizeof(heap->refusal) - 1] = 0;
	return heap->refusal;
}

const char *node_make(
	struct node *node, const struct fp_module *module, struct config config, const struct surroundings *around)
{
	*node = (struct node){.module = module};
	bool is_mapped = map_regions(node, config, around);
	if (is_mapped && module->protection != FP_PROTECTION_NONE)
		is_mapped = (node->instance = make_instance(module, node->memory));
	if (!is_mapped)
		return strerror(errno);
	node->burst = AT(node->memory, BURST_OFFSET);
	for (uint32_t i = 0; !node->instance && i < FP_BURST_PACKETS_MAX; i++)
		node->burst->bases[i] = around->packets_base;
	return begin(node, around);
}

// `process` with the arena's base in r13, as the gate calls it; the rest is BASED_CALL_INSTRUCTIONS.
struct based_call {
	uint64_t base;
	void (*process)(struct fp_burst *burst);
};

enum { BASED_CALL_INSTRUCTIONS = 7 };

int call_with_base(void *call);

__asm__(".text\n"
	"call_with_base:\n"
	"	pushq %r13\n"
	"	movq (%rdi), %r13\n"
	"	movq 8(%rdi), %rax\n"
	"	movl $0x60200000, %edi\n"
	"	callq *%rax\n"
	"	popq %r13\n"
	"	retq\n");

_Static_assert(BURST_OFFSET == 0x60200000, "call_with_base");

// gs stays at the arena that was entered last, and fork keeps it: so the child calls `process` past the gate, on its own stack.
int64_t node_steps(const struct node *node)
{
	struct step step = {.loop = (int (*)(void *))(uintptr_t)node->module->process, .argument = node->burst};
	struct based_call based = {.process = node->module->process};
	if (node->instance)
		step.argument = (void *)BURST_OFFSET;
	if (!node->instance || node->module->protection == FP_PROTECTION_SEGMENT)
		return bench_count_steps(&step);
	based.base = node->instance->base;
	step = (struct step){.loop = call_with_base, .argument = &based};
	int64_t steps = bench_count_steps(&step);
	return steps < 0 ? steps : steps - BASED_CALL_INSTRUCTIONS;
}
