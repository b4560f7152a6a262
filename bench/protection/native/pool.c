// Frames: UDP over IPv4 from a thousand sources, to destinations and with payloads that are drawn, in assured forwarding's
// classes and others (RFC 2597). No branch on them can be predicted.
#define _GNU_SOURCE
#include "rounds.h"

#include <sys/mman.h>
#include <unistd.h>

enum { SOURCES = 1000, PAYLOAD_OFFSET = 42 };

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static void fill_frame(uint8_t *frame, uint64_t *random)
{
	static const uint8_t headers[PAYLOAD_OFFSET] = {
		0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02, 0x08, 0, [14] = 0x45, [22] = 64, [23] = 17,
	};
	memcpy(frame, headers, sizeof(headers));
	frame[15] = (uint8_t)(draw(random) & 0xfc);
	put16(frame + 16, FRAME_BYTES - 14);
	put32(frame + 26, 0x0a000000 + (uint32_t)(draw(random) % SOURCES));
	put32(frame + 30, 0x01000000 + (uint32_t)(draw(random) % 0xdf000000));
	put32(frame + 34, (uint32_t)draw(random));
	put16(frame + 38, FRAME_BYTES - 34);
	for (uint32_t at = PAYLOAD_OFFSET; at < FRAME_BYTES; at++)
		frame[at] = (uint8_t)draw(random);
}

void pool_fill(struct pool *pool)
{
	uint64_t random = 12345;
	for (uint32_t i = 0; i < FRAMES; i++)
		fill_frame(pool->frames + i * FRAME_BYTES, &random);
}

bool pool_make(struct pool *pool)
{
	const size_t bytes = FRAMES * FRAME_BYTES;
	int file = memfd_create("frames", MFD_CLOEXEC);
	if (file < 0 || ftruncate(file, (off_t)bytes))
		return false;
	const int flags = PROT_READ | PROT_WRITE;
	void *frames = mmap(NULL, bytes + NEIGHBOUR_BYTES, flags, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (frames == MAP_FAILED || mmap(frames, bytes, flags, MAP_SHARED | MAP_FIXED, file, 0) != frames)
		return false;
	pool->frames = frames;
	pool->neighbour = pool->frames + bytes;
	pool->around = (struct surroundings){
		.heap_bytes = 16 << 20,
		.shared_bytes = 4096,
		.packets_bytes = bytes,
		.packets_file = file,
		.are_packets_writable = true,
		.packets_base = (uint8_t *)((uintptr_t)frames - PACKETS_OFFSET),
	};
	for (uint32_t i = 0; i < FRAMES; i++)
		pool->packets[i] = (struct fp_packet){(uint32_t)PACKETS_OFFSET + i * FRAME_BYTES, FRAME_BYTES};
	pool_fill(pool);
	return true;
}
