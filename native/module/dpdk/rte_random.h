// In place of DPDK's for modules: the library's numbers, the same in every instance that begins.
#pragma once

#include <stdint.h>
#include <stdlib.h>

static inline uint64_t rte_rand(void)
{
	return (uint64_t)rand() << 62 ^ (uint64_t)rand() << 31 ^ (uint64_t)rand();
}
