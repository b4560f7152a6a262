// A module whose pointers all have bounds (../mpx/Bounds.cpp): the tables, and what the host knows of the pointers that it gives.
#define _GNU_SOURCE
#include "glue.h"

#include <sys/mman.h>

enum {
	DIRECTORY_SHIFT = 20,
	TABLE_SHIFT = 3,
	TABLE_ENTRIES = 1 << 17,
	IS_THERE = 1,
	GIVEN_MAX = 16,
};

// Intel SDM volume 1, 17.4.3.2.
struct entry {
	uint64_t low, high;
	void *pointer;
	uint64_t reserved;
};

struct bounds {
	uint64_t low, high;   // the first and the last byte
};

extern uint64_t *fp_bounds_directory;
extern struct entry fp_bounds_none;
extern struct bounds fp_bounds_given[GIVEN_MAX], fp_bounds_returned[1];

uint64_t *fp_bounds_directory;
struct entry fp_bounds_none;
struct bounds fp_bounds_given[GIVEN_MAX], fp_bounds_returned[1];

void fp_bounds_keep(void **at, void *pointer, uint64_t low, uint64_t high);

// A page of it is there once it is touched.
static void *map(size_t bytes)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (mapped == MAP_FAILED)
		abort();
	return mapped;
}

void fp_bounds_keep(void **at, void *pointer, uint64_t low, uint64_t high)
{
	uint64_t *directory = &fp_bounds_directory[(uint64_t)at >> DIRECTORY_SHIFT];
	if (!(*directory & IS_THERE))
		*directory = (uint64_t)map(TABLE_ENTRIES * sizeof(struct entry)) | IS_THERE;
	struct entry *table = (struct entry *)(*directory - IS_THERE);
	table[(uint64_t)at >> TABLE_SHIFT & (TABLE_ENTRIES - 1)] = (struct entry){.low = low, .high = high, .pointer = pointer};
}

static struct bounds bounds_of(const void *first, size_t bytes)
{
	return (struct bounds){(uint64_t)first, (uint64_t)first + bytes - 1};
}

static void keep(void **at, const void *first, const void *end)
{
	fp_bounds_keep(at, *at, (uint64_t)first, (uint64_t)end - 1);
}

static void run(struct fp_burst *burst)
{
	fp_bounds_given[0] = bounds_of(burst, sizeof(*burst));
	process(burst);
}

static void *begin(struct fp_heap *heap, const void *config)
{
	// Addresses of programs have 47 bits.
	fp_bounds_directory = map(sizeof(*fp_bounds_directory) << (47 - DIRECTORY_SHIFT));
	struct fp_burst *burst = glue_burst(heap);
	keep((void **)&heap->next, heap->next, heap->end);
	keep((void **)&heap->end, heap->next, heap->end);
	keep((void **)&heap->shared_next, heap->shared_next, heap->shared_end);
	keep((void **)&heap->shared_end, heap->shared_next, heap->shared_end);
	for (uint32_t i = 0; i < FP_BURST_PACKETS_MAX; i++)
		keep((void **)&burst->bases[i], glue_frames(heap), glue_frames(heap) + GLUE_FRAMES_BYTES);
	fp_bounds_given[0] = bounds_of(heap, sizeof(*heap));
	fp_bounds_given[1] = bounds_of(config, CONFIG_BYTES_MAX);
	void *state = glue_init(heap, config);
	fp_bounds_keep(&burst->state, state, fp_bounds_returned->low, fp_bounds_returned->high);
	return state;
}

const struct fp_module *GLUE_MODULE(void)
{
	static const struct fp_module module = {.init = begin, .process = run};
	return &module;
}
