// The key by which a device spreads flows, and which flow.hash stands for (FastPaas.Abstractions, FlowHash).
#pragma once

#include <stddef.h>
#include <stdint.h>

// Woo and Park (2012): a key of one repeated 16-bit word hashes both directions of a flow to the same queue.
static inline void fp_symmetric_key(uint8_t *key, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		key[i] = i % 2 ? 0x5a : 0x6d;
}
