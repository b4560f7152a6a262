// What the fuzzer mutates: packets, each three bytes and a frame.
//
//   0  0x80: a burst begins here, 2^(bits 0 to 3) ms after the last one
//      0x40: of a frame of 256 bytes and more a module sees `length`; 64 more lie beyond
//   1  length, little-endian, 11 bits; at least 14
//   3  the frame's bytes; where the input ends early, zeros
#pragma once

#include "kit.h"

enum { INPUT_HEAD_BYTES = 3, INPUT_LENGTH_MAX = 2047 };

struct input {
	const uint8_t *bytes;
	size_t size;
	uint64_t now_ns;
	uint8_t rooms[FP_BURST_PACKETS_MAX][INPUT_LENGTH_MAX + 1];
};

void input_begin(struct input *input, const uint8_t *bytes, size_t size);

// The next burst; false: there are no more.
bool input_next(struct input *input, struct frames *frames);

// The same burst as an input, appended; false: there is no room for it.
bool input_write(const struct frames *frames, uint8_t *bytes, size_t *size, size_t size_max);
