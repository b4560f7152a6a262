// C11 7.22.3 for modules: two-level segregated fit (Masmano et al., "TLSF", ECRTS 2004). Each call takes constant time, whatever
// came before, since it runs on lcores; neighbours that are free are one block.
//
// A block in memory. `before` is the block that lies in front of it; a block of 0 bytes that is never free ends each stretch.
//
//    0        8               16
//   | before | bytes | free=1 | what the module got: `bytes` of them        |
//                             | next, previous block of its list, if it's free |
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fp_module.h"
#include "heap_block.h"

enum {
	ALIGNMENT = 16,
	HEADER_BYTES = 16,
	SECOND_BITS = 4,                        // sixteen lists from each power of two to the next: at most 1/16 is wasted
	SECOND_LISTS = 1 << SECOND_BITS,
	SMALL_BYTES = ALIGNMENT << SECOND_BITS, // below it a list for each size
	FIRST_LISTS = 24,                       // up to HEAP_BYTES_MAX
	GROW_BYTES = 64 << 10,
	LINE_BYTES = 64,                        // what fp_alloc aligns to
};

static const uint64_t BYTES_MAX = HEAP_BYTES_MAX;

struct block {
	struct block *before;
	uint64_t bytes_and_free;
	struct block *next, *previous;
};

static struct block *lists[FIRST_LISTS][SECOND_LISTS];
static uint32_t first_map;
static uint32_t second_map[FIRST_LISTS];
static struct block *last;   // that ends the newest stretch

// What a block has for so many: never nothing.
static inline uint64_t padded(uint64_t bytes)
{
	return bytes ? (bytes + ALIGNMENT - 1) & ~(uint64_t)(ALIGNMENT - 1) : ALIGNMENT;
}

static inline uint64_t bytes_of(const struct block *block)
{
	return block->bytes_and_free & ~(uint64_t)1;
}

static inline bool is_free(const struct block *block)
{
	return block->bytes_and_free & 1;
}

static inline void *payload_of(struct block *block)
{
	return (uint8_t *)block + HEADER_BYTES;
}

static inline struct block *block_of(void *payload)
{
	return (struct block *)((uint8_t *)payload - HEADER_BYTES);
}

static inline struct block *behind(struct block *block)
{
	return (struct block *)((uint8_t *)payload_of(block) + bytes_of(block));
}

// The list that a block of so many bytes is in.
static void list_of(uint64_t bytes, uint32_t *first, uint32_t *second)
{
	if (bytes < SMALL_BYTES) {
		*first = 0;
		*second = (uint32_t)(bytes / ALIGNMENT);
		return;
	}
	uint32_t power = 63 - (uint32_t)__builtin_clzll(bytes);
	*first = power - 7;
	*second = (uint32_t)(bytes >> (power - SECOND_BITS)) & (SECOND_LISTS - 1);
}

static void add(struct block *block)
{
	uint32_t first, second;
	list_of(bytes_of(block), &first, &second);
	block->bytes_and_free |= 1;
	block->previous = NULL;
	block->next = lists[first][second];
	if (block->next)
		block->next->previous = block;
	lists[first][second] = block;
	first_map |= 1u << first;
	second_map[first] |= 1u << second;
}

static void take(struct block *block)
{
	uint32_t first, second;
	list_of(bytes_of(block), &first, &second);
	block->bytes_and_free &= ~(uint64_t)1;
	if (block->next)
		block->next->previous = block->previous;
	if (block->previous) {
		block->previous->next = block->next;
		return;
	}
	lists[first][second] = block->next;
	if (block->next)
		return;
	second_map[first] &= ~(1u << second);
	if (!second_map[first])
		first_map &= ~(1u << first);
}

// A free block of at least so many bytes; NULL: there is none. Each block of the list that is looked in is large enough.
static struct block *find(uint64_t bytes)
{
	if (bytes >= SMALL_BYTES)
		bytes += ((uint64_t)1 << (63 - __builtin_clzll(bytes) - SECOND_BITS)) - 1;
	uint32_t first, second;
	list_of(bytes, &first, &second);
	if (first >= FIRST_LISTS)
		return NULL;
	uint32_t map = second_map[first] & (~0u << second);
	if (!map) {
		uint32_t larger = first + 1 < FIRST_LISTS ? first_map & (~0u << (first + 1)) : 0;
		if (!larger)
			return NULL;
		first = (uint32_t)__builtin_ctz(larger);
		map = second_map[first];
	}
	return lists[first][__builtin_ctz(map)];
}

// Into the lists, as one block with what is free beside it.
static void give(struct block *block)
{
	struct block *next = behind(block), *before = block->before;
	if (is_free(next)) {
		take(next);
		block->bytes_and_free += HEADER_BYTES + bytes_of(next);
	}
	if (before && is_free(before)) {
		take(before);
		before->bytes_and_free += HEADER_BYTES + bytes_of(block);
		block = before;
	}
	behind(block)->before = block;
	add(block);
}

// What a block has beyond so many bytes becomes one of its own, if that is worth it.
static void cut(struct block *block, uint64_t bytes)
{
	if (bytes_of(block) < bytes + HEADER_BYTES + ALIGNMENT)
		return;
	struct block *rest = (struct block *)((uint8_t *)payload_of(block) + bytes);
	rest->before = block;
	rest->bytes_and_free = bytes_of(block) - bytes - HEADER_BYTES;
	block->bytes_and_free = bytes;
	behind(rest)->before = rest;
	give(rest);
}

// More of the heap, which fp_alloc takes from too: the stretch grows, or another one begins.
static bool grow(uint64_t bytes)
{
	struct fp_heap *heap = heap_block();
	uint64_t room = (uint64_t)(heap->end - heap->next) & ~(uint64_t)(LINE_BYTES - 1);
	uint64_t wanted = (bytes + 2 * HEADER_BYTES + LINE_BYTES - 1) & ~(uint64_t)(LINE_BYTES - 1);
	if (wanted > room)
		return false;
	if (wanted < GROW_BYTES)
		wanted = room < GROW_BYTES ? room : GROW_BYTES;
	uint8_t *start = heap->next;
	heap->next += wanted;
	bool goes_on = last && (uint8_t *)last + HEADER_BYTES == start;
	struct block *made = goes_on ? last : (struct block *)start;
	if (!goes_on)
		made->before = NULL;
	made->bytes_and_free = (uint64_t)(start + wanted - (uint8_t *)made) - 2 * HEADER_BYTES;
	last = behind(made);
	last->before = made;
	last->bytes_and_free = 0;
	give(made);
	return true;
}

static struct block *allocate(uint64_t bytes)
{
	struct block *found = NULL;
	if (bytes <= BYTES_MAX) {
		bytes = padded(bytes);
		found = find(bytes);
		// A list's worth more than asked, so that `find` sees it.
		if (!found && grow(bytes + bytes / SECOND_LISTS))
			found = find(bytes);
	}
	if (!found) {
		errno = ENOMEM;
		return NULL;
	}
	take(found);
	cut(found, bytes);
	return found;
}

void *malloc(size_t bytes)
{
	struct block *block = allocate(bytes);
	return block ? payload_of(block) : NULL;
}

void *calloc(size_t count, size_t bytes)
{
	uint64_t all;
	if (__builtin_mul_overflow(count, bytes, &all)) {
		errno = ENOMEM;
		return NULL;
	}
	void *block = malloc(all);
	return block ? memset(block, 0, all) : NULL;
}

void free(void *block)
{
	if (!block)
		return;
	// Twice.
	if (is_free(block_of(block)))
		abort();
	give(block_of(block));
}

void *realloc(void *old, size_t bytes)
{
	if (!old)
		return malloc(bytes);
	struct block *block = block_of(old), *next = behind(block);
	uint64_t had = bytes_of(block), wanted = bytes <= BYTES_MAX ? padded(bytes) : bytes;
	if (wanted > had && is_free(next) && wanted - had <= bytes_of(next) + HEADER_BYTES) {
		take(next);
		block->bytes_and_free += HEADER_BYTES + bytes_of(next);
		behind(block)->before = block;
	}
	if (wanted <= bytes_of(block)) {
		cut(block, wanted);
		return old;
	}
	void *made = malloc(bytes);
	if (!made)
		return NULL;
	memcpy(made, old, had);
	free(old);
	return made;
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
	if (alignment & (alignment - 1) || alignment > BYTES_MAX || bytes > BYTES_MAX) {
		errno = EINVAL;
		return NULL;
	}
	if (alignment <= ALIGNMENT)
		return malloc(bytes);
	// A block of its own in front, of at least one header and its bytes, or none.
	struct block *block = allocate(bytes + alignment + HEADER_BYTES + ALIGNMENT);
	if (!block)
		return NULL;
	uint64_t start = (uint64_t)payload_of(block), at = (start + alignment - 1) & ~(uint64_t)(alignment - 1);
	if (at != start && at - start < HEADER_BYTES + ALIGNMENT)
		at += alignment;
	if (at != start) {
		struct block *front = block;
		block = block_of((uint8_t *)payload_of(front) + (at - start));
		block->before = front;
		block->bytes_and_free = bytes_of(front) - (at - start);
		front->bytes_and_free = at - start - HEADER_BYTES;
		behind(block)->before = block;
		give(front);
	}
	cut(block, padded(bytes));
	return payload_of(block);
}
