// What csmith's programs include, for a module: their checksum, and no printing. safe_math.h is csmith's own, put beside this.
#pragma once

#pragma clang diagnostic ignored "-Weverything"

#include <float.h>
#include <limits.h>

#include "fp_module.h"

#define fabs __builtin_fabs
#define fabsf __builtin_fabsf

#define STATIC static
#define UNDEFINED(value) (value)
#define LOG_INDEX
#define LOG_EXEC
#define FUNC_NAME(name) (safe_##name)
#include "safe_math.h"
#undef FUNC_NAME
#define FUNC_NAME(name) (safe_##name)

static uint32_t crc32_table[256];
static uint32_t crc32_context = UINT32_MAX;

static void crc32_gentab(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t crc = i;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
		crc32_table[i] = crc;
	}
}

static void crc32_byte(uint8_t byte)
{
	crc32_context = crc32_context >> 8 ^ crc32_table[(crc32_context ^ byte) & 0xff];
}

static void transparent_crc(uint64_t value, char *name, int is_printed)
{
	for (int i = 0; i < 64; i += 8)
		crc32_byte((uint8_t)(value >> i));
}

static void transparent_crc_bytes(char *bytes, int count, char *name, int is_printed)
{
	for (int i = 0; i < count; i++)
		crc32_byte((uint8_t)bytes[i]);
}

#define printf(...) ((void)0)

static void platform_main_begin(void)
{
}

static void platform_main_end(uint32_t crc, int is_printed)
{
}

// The program runs once a burst, on the variables that the burst before left; its checksum goes into the first packet.
static int csmith_main(void);

void process(struct fp_burst *burst)
{
	crc32_context = UINT32_MAX;
	csmith_main();
	memcpy(fp_packet(burst, 0), &crc32_context, sizeof(crc32_context));
}

#define main csmith_main
