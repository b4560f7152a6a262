// A module that was compiled to WebAssembly and back to C by wasm2c. Its linear memory is the instance's 4 GiB, so offsets in a
// burst mean the same as in an arena; an address in it is 32 bits and at most GUARD_BYTES more, so guard pages are its bounds.
#define _GNU_SOURCE
#include "glue.h"
#include "twin.h"   // made by wasm2c

#include <sys/mman.h>

enum { PAGE_BYTES = 65536, HEAP_BLOCK_MORE = 0x800 };

// `struct fp_heap` where pointers have 32 bits.
struct wasm_heap {
	uint64_t cycles_per_second;
	uint32_t lcore, lcores;
	uint32_t next, end, shared_next, shared_end;
	char refusal[256];
};

static Z_twin_instance_t instance;
static uint8_t *linear_memory;

__attribute__((weak)) u32 Z_twinZ_init(Z_twin_instance_t *of, u32 heap, u32 config);

// --------------------------------------------------------------------------------------- what wasm2c's code asks its runtime for

bool wasm_rt_is_initialized(void)
{
	return true;
}

void wasm_rt_trap(wasm_rt_trap_t code)
{
	(void)code;
	abort();
}

// No module here calls through a pointer.
uint32_t wasm_rt_register_func_type(uint32_t parameters, uint32_t results, ...)
{
	return parameters + results;
}

// Constants and stack of the module lie at its beginning; all else of it the host maps.
void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint32_t pages, uint32_t pages_max)
{
	size_t bytes = (size_t)pages * PAGE_BYTES;
	if (mmap(linear_memory, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		abort();
	*memory = (wasm_rt_memory_t){.data = linear_memory, .pages = pages_max, .max_pages = pages_max, .size = UINT32_MAX};
}

void wasm_rt_free_memory(wasm_rt_memory_t *memory)
{
	(void)memory;
}

// -------------------------------------------------------------------------------------------------------------------- the module

static void run(struct fp_burst *burst)
{
	(void)burst;
	Z_twinZ_process(&instance, BURST_OFFSET);
}

static void *begin(struct fp_heap *heap, const void *config)
{
	(void)config;
	linear_memory = glue_at(heap, 0);
	// The frames once more, where arenas have them.
	if (mremap(glue_frames(heap), 0, GLUE_FRAMES_BYTES, MREMAP_MAYMOVE | MREMAP_FIXED, linear_memory + PACKETS_OFFSET) ==
		MAP_FAILED)
		return NULL;
	Z_twin_init_module();
	Z_twin_instantiate(&instance);
	if (!Z_twinZ_init)
		return heap;
	struct wasm_heap *own = (struct wasm_heap *)((uint8_t *)heap + HEAP_BLOCK_MORE);
	*own = (struct wasm_heap){
		.cycles_per_second = heap->cycles_per_second, .lcores = heap->lcores,
		.next = HEAP_OFFSET, .end = HEAP_OFFSET + (uint32_t)(heap->end - heap->next),
		.shared_next = SHARED_OFFSET, .shared_end = SHARED_OFFSET + (uint32_t)(heap->shared_end - heap->shared_next),
	};
	return (void *)(uintptr_t)Z_twinZ_init(&instance, HEAP_BLOCK_OFFSET + HEAP_BLOCK_MORE, CONFIG_OFFSET);
}

const struct fp_module *GLUE_MODULE(void)
{
	static const struct fp_module module = {.init = begin, .process = run};
	return &module;
}
