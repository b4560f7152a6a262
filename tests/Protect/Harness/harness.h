// What the harness is made of that knows no module.
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fp_module.h"
#include "fp_gate.h"

#define ARENA(name, value) static const uint64_t name = value;
#include "arena.def"
#undef ARENA

#define PACKETS 64u
#define BUDGET_NS 20000000000u
#define HASH_START 0xcbf29ce484222325u

// The memory of one instance, at the host's addresses.
struct host {
	uint8_t *base;   // of the arena; 0: plain
	uint8_t *heap, *shared, *config, *packets;
	struct fp_burst *burst;
	struct fp_heap *block;
	struct fp_instance instance;
};

static inline void stop(const char *why)
{
	fprintf(stderr, "harness: %s\n", why);
	exit(1);
}

// FNV-1a.
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
	return hash;
}

// splitmix64, Steele, Lea and Flood 2014.
static inline uint64_t mix(uint64_t number)
{
	number += 0x9e3779b97f4a7c15u;
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
	number = (number ^ number >> 27) * 0x94d049bb133111ebu;
	return number ^ number >> 31;
}

// The packet of this number: UDP in IPv4 or IPv6, of 64 to 128 bytes, the same in every run.
static inline uint32_t write_packet(uint8_t *frame, uint64_t number)
{
	uint64_t random = mix(number);
	uint32_t length = 64 + (uint32_t)(random % 65);
	for (uint32_t i = 0; i < length; i++)
		frame[i] = (uint8_t)mix(number * 256 + i);
	bool is_ip6 = random >> 32 & 1;
	uint16_t type = is_ip6 ? 0x86dd : 0x0800;
	frame[12] = (uint8_t)(type >> 8);
	frame[13] = (uint8_t)type;
	frame[14] = is_ip6 ? 0x60 : 0x45;
	if (!is_ip6) {
		frame[16] = 0;
		frame[17] = (uint8_t)(length - 14);
	}
	return length;
}

static inline void read_file(const char *path, uint8_t *to, size_t bytes_max)
{
	FILE *file = fopen(path, "rb");
	if (!file || fread(to, 1, bytes_max, file) == bytes_max)
		stop("the configuration can't be read");
	fclose(file);
}
