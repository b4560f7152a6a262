// In place of DPDK's for modules, whose own has assembly: the same instructions, by the compiler.
#pragma once

#include <stdint.h>

static inline uint32_t crc32c_sse42_u8(uint8_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32qi(init_val, data);
}

static inline uint32_t crc32c_sse42_u16(uint16_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32hi(init_val, data);
}

static inline uint32_t crc32c_sse42_u32(uint32_t data, uint32_t init_val)
{
	return __builtin_ia32_crc32si(init_val, data);
}

static inline uint32_t crc32c_sse42_u64(uint64_t data, uint64_t init_val)
{
	return (uint32_t)__builtin_ia32_crc32di(init_val, data);
}

static inline uint32_t crc32c_sse42_u64_mimic(uint64_t data, uint64_t init_val)
{
	return crc32c_sse42_u32((uint32_t)(data >> 32), crc32c_sse42_u32((uint32_t)data, (uint32_t)init_val));
}
