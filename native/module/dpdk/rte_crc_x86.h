// In place of DPDK's for modules, whose own has assembly: the same instructions, by the compiler. All modules are compiled for
// x86-64-v3, so whatever rte_hash_crc_set_alg was told, these are taken; the hashes are the same.
#pragma once

#include <stdint.h>

static inline uint32_t rte_hash_crc_1byte(uint8_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32qi(init_val, data);
}

static inline uint32_t rte_hash_crc_2byte(uint16_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32hi(init_val, data);
}

static inline uint32_t rte_hash_crc_4byte(uint32_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32si(init_val, data);
}

static inline uint32_t rte_hash_crc_8byte(uint64_t data, uint32_t init_val)
{
	return (uint32_t)__builtin_ia32_crc32di(init_val, data);
}
