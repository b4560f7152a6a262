// A module that something else than the build's compiler made, as node_make wants it: `GLUE_MODULE` is fp_module_<name>.
#pragma once

#include "rounds.h"

// The module's own; one without state has none.
__attribute__((weak)) void *init(struct fp_heap *heap, const void *config);
void process(struct fp_burst *burst);

__attribute__((visibility("default"))) const struct fp_module *GLUE_MODULE(void);

// An instance's memory has the shape of an arena, so what lies in one region tells where the others are.
static inline void *glue_at(const struct fp_heap *heap, uint64_t offset)
{
	return (uint8_t *)(uintptr_t)heap - HEAP_BLOCK_OFFSET + offset;
}

static inline struct fp_burst *glue_burst(const struct fp_heap *heap)
{
	return glue_at(heap, BURST_OFFSET);
}

static inline uint8_t *glue_frames(const struct fp_heap *heap)
{
	return glue_burst(heap)->bases[0] + PACKETS_OFFSET;
}

enum { GLUE_FRAMES_BYTES = FRAMES * FRAME_BYTES };

// An instance without state has some address as its state.
static inline void *glue_init(struct fp_heap *heap, const void *config)
{
	return init ? init(heap, config) : heap;
}
