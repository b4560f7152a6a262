// An instance and its memory: the regions of arena.def, as the runtime maps them (runtime/FastPaas.Runtime/Arenas).
#define _GNU_SOURCE
#include "harness.h"

#include <stdio.h>
#include <sys/mman.h>

#define AT(base, offset) ((void *)((base) + (offset)))

enum {
	PAGE_BYTES = 4096,
	HUGE_BYTES = 1 << 21,
	NODE_HEAP_BYTES = 16 << 20,
	NODE_SHARED_BYTES = PAGE_BYTES,
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
static bool map_regions(struct node *node, struct config config, const struct pool *pool)
{
	uint8_t *memory = node->memory = reserve(GUARD_BYTES + ARENA_BYTES + GUARD_BYTES);
	if (!memory)
		return false;
	memory = node->memory += GUARD_BYTES;
	bool is_confined = node->module->protection != FP_PROTECTION_NONE;
	return put_image(memory, node->module) && map_own(memory, HEAP_OFFSET, NODE_HEAP_BYTES) &&
		map_own(memory, SHARED_OFFSET, NODE_SHARED_BYTES) && map_own(memory, STACK_OFFSET, STACK_BYTES) &&
		map_own(memory, BURST_OFFSET, BURST_BYTES) && put_config(memory, config) &&
		(!is_confined || map(AT(memory, PACKETS_OFFSET), FRAMES * FRAME_BYTES, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_FIXED, pool->file));
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
static struct fp_heap heap_of(const struct node *node)
{
	uint8_t *first = node->instance ? NULL : node->memory;
	return (struct fp_heap){
		.cycles_per_second = CYCLES_PER_SECOND,
		.lcores = 1,
		.next = (uint8_t *)((uintptr_t)first + HEAP_OFFSET),
		.end = (uint8_t *)((uintptr_t)first + HEAP_OFFSET + NODE_HEAP_BYTES),
		.shared_next = (uint8_t *)((uintptr_t)first + SHARED_OFFSET),
		.shared_end = (uint8_t *)((uintptr_t)first + SHARED_OFFSET + NODE_SHARED_BYTES),
	};
}

// What `init` returns; without one the instance has no state.
static bool begin(struct node *node)
{
	const struct fp_module *module = node->module;
	struct fp_heap *heap = AT(node->memory, HEAP_BLOCK_OFFSET);
	const void *config = AT(node->memory, CONFIG_OFFSET);
	*heap = heap_of(node);
	if (!module->init)
		return true;
	if (!node->instance)
		node->burst->state = module->init(heap, config);
	else if (fp_enter(node->instance, (const void *)module->init, HEAP_BLOCK_OFFSET, CONFIG_OFFSET, 0) == FP_FAULT_NONE)
		node->burst->state = (void *)node->instance->result;
	if (!node->burst->state)
		fprintf(stderr, "protection: init refuses: %.*s\n", (int)sizeof(heap->refusal), heap->refusal);
	return node->burst->state;
}

bool node_make(struct node *node, const struct fp_module *module, struct config config, const struct pool *pool)
{
	*node = (struct node){.module = module};
	bool is_mapped = map_regions(node, config, pool);
	if (is_mapped && module->protection != FP_PROTECTION_NONE)
		is_mapped = (node->instance = make_instance(module, node->memory));
	if (!is_mapped) {
		perror("protection: an instance isn't mapped");
		return false;
	}
	node->burst = AT(node->memory, BURST_OFFSET);
	for (uint32_t i = 0; !node->instance && i < FP_BURST_PACKETS_MAX; i++)
		node->burst->bases[i] = pool->base;
	return begin(node);
}
