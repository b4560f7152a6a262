// A module's `malloc` and its kind are these, by objcopy: what it has taken is given back behind each input, and bounded as an
// instance's heap is. What fp_alloc hands out is unpoisoned byte by byte (fp_module.h, FP_SANITIZED).
#define _GNU_SOURCE
#include "fuzz_memory.h"

#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <sys/mman.h>

enum { HEAP_BYTES = 256 << 20, SHARED_BYTES = 64 << 20 };

// In the module's object, around its variables (begin.c, end.c).
extern uint8_t fp_kit_data_start[], fp_kit_data_end[], fp_kit_zero_start[], fp_kit_zero_end[];

static struct block {
	struct block *next, *before;
	size_t bytes;
	uint64_t padding;
} blocks = {&blocks, &blocks, 0, 0};

static size_t taken_bytes;
static struct fp_heap heap;
static uint8_t *heap_start, *shared_start, *data_copy;

static size_t room_for(size_t alignment)
{
	return alignment > sizeof(struct block) ? alignment : sizeof(struct block);
}

static void *take(size_t alignment, size_t bytes)
{
	size_t before = room_for(alignment);
	if (bytes > HEAP_BYTES || taken_bytes + bytes > HEAP_BYTES)
		return NULL;
	uint8_t *whole = aligned_alloc(alignment, (before + bytes + alignment - 1) / alignment * alignment);
	if (!whole)
		return NULL;
	struct block *block = (struct block *)(whole + before) - 1;
	*block = (struct block){.next = &blocks, .before = blocks.before, .bytes = bytes, .padding = before};
	block->before->next = block->next->before = block;
	taken_bytes += bytes;
	memset(block + 1, 0, bytes);
	// The block's head, and the bytes that alignment adds, are nobody's; the code of this file isn't asked.
	__asan_poison_memory_region(whole, before);
	__asan_poison_memory_region(whole + before + bytes, (before + bytes + alignment - 1) / alignment * alignment - before - bytes);
	return block + 1;
}

void fp_kit_free(void *memory)
{
	if (!memory)
		return;
	struct block *block = (struct block *)memory - 1;
	block->before->next = block->next;
	block->next->before = block->before;
	taken_bytes -= block->bytes;
	free((uint8_t *)memory - block->padding);
}

void *fp_kit_malloc(size_t bytes)
{
	return take(sizeof(struct block), bytes);
}

void *fp_kit_calloc(size_t count, size_t bytes)
{
	size_t size;
	return __builtin_mul_overflow(count, bytes, &size) ? NULL : fp_kit_malloc(size);
}

void *fp_kit_aligned_alloc(size_t alignment, size_t bytes)
{
	return take(room_for(alignment), bytes);
}

void *fp_kit_realloc(void *memory, size_t bytes)
{
	void *moved = fp_kit_malloc(bytes);
	if (!moved || !memory)
		return moved;
	size_t before = ((struct block *)memory - 1)->bytes;
	memcpy(moved, memory, before < bytes ? before : bytes);
	fp_kit_free(memory);
	return moved;
}

char *fp_kit_strndup(const char *text, size_t bytes_max)
{
	size_t length = strnlen(text, bytes_max);
	char *copy = fp_kit_malloc(length + 1);
	return copy ? memcpy(copy, text, length) : NULL;
}

char *fp_kit_strdup(const char *text)
{
	return fp_kit_strndup(text, strlen(text));
}

// Variables have poisoned bytes between them, which only code without a sanitizer may touch.
__attribute__((no_sanitize("address"))) static void put(uint8_t *to, const uint8_t *from, const uint8_t *end)
{
	for (volatile uint8_t *at = to; at < end; at++)
		*at = from ? *from++ : 0;
}

static uint8_t *map(size_t bytes)
{
	uint8_t *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (mapped == MAP_FAILED) {
		perror("fuzz");
		exit(1);
	}
	__asan_poison_memory_region(mapped, bytes);
	return mapped;
}

static void start(void)
{
	heap_start = map(HEAP_BYTES);
	shared_start = map(SHARED_BYTES);
	data_copy = malloc((size_t)(fp_kit_data_end - fp_kit_data_start));
	put(data_copy, fp_kit_data_start, data_copy + (fp_kit_data_end - fp_kit_data_start));
	heap.next = heap_start;
	heap.shared_next = shared_start;
}

static void clear(uint8_t *from, uint8_t *end)
{
	size_t bytes = (size_t)(end - from);
	__asan_unpoison_memory_region(from, bytes);
	memset(from, 0, bytes);
	__asan_poison_memory_region(from, bytes);
}

struct fp_heap *fuzz_memory_begin(void)
{
	if (!heap_start)
		start();
	while (blocks.next != &blocks)
		fp_kit_free(blocks.next + 1);
	put(fp_kit_data_start, data_copy, fp_kit_data_end);
	put(fp_kit_zero_start, NULL, fp_kit_zero_end);
	clear(heap_start, heap.next);
	clear(shared_start, heap.shared_next);
	srand(1);
	heap = (struct fp_heap){
		.cycles_per_second = 1000000000, .lcores = 1,
		.next = heap_start, .end = heap_start + HEAP_BYTES,
		.shared_next = shared_start, .shared_end = shared_start + SHARED_BYTES,
	};
	return &heap;
}
