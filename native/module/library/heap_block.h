// Where the host put the instance's `struct fp_heap`: the library has no argument for it.
#pragma once

#include <stdint.h>

#define ARENA(name, value) static const uint64_t name __attribute__((unused)) = value;
#include "../arena.def"
#undef ARENA

static inline struct fp_heap *heap_block(void)
{
	return (struct fp_heap *)HEAP_BLOCK_OFFSET;
}
