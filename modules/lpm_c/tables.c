#include "tables.h"

struct filler {
	struct fp_heap *heap;
	uint32_t *blocks;
	uint32_t taken;
};

// Sets the entries of addresses `first` to `last`, `shift` bits each; what lies only partly in there gets a block.
static bool fill(struct filler *filler, uint32_t *entries, int shift, uint32_t first, uint32_t last, uint8_t verdict)
{
	uint32_t mask = shift == 16 ? SLOTS - 1 : BLOCK_ENTRIES - 1;
	for (uint64_t start = first & ~((1ull << shift) - 1); start <= last; start += 1ull << shift) {
		uint32_t *entry = &entries[start >> shift & mask];
		uint64_t end = start + (1ull << shift) - 1;
		if (start >= first && end <= last) {
			*entry = ENTRY_ANSWERS | verdict;
			continue;
		}
		if (*entry & ENTRY_ANSWERS) {
			// One allocation follows the other: nothing else is taken from the heap meanwhile.
			if (!fp_alloc(filler->heap, BLOCK_ENTRIES, sizeof(*filler->blocks)))
				return false;
			uint32_t *block = &filler->blocks[filler->taken * BLOCK_ENTRIES];
			for (uint32_t i = 0; i < BLOCK_ENTRIES; i++)
				block[i] = *entry;
			*entry = filler->taken++;
		}
		uint32_t from = start > first ? (uint32_t)start : first, to = end < last ? (uint32_t)end : last;
		if (!fill(filler, &filler->blocks[*entry * BLOCK_ENTRIES], shift - 8, from, to, verdict))
			return false;
	}
	return true;
}

static bool fill_ip4(struct fp_heap *heap, struct tables *tables, const struct intervals *intervals)
{
	tables->ip4_root = fp_alloc(heap, SLOTS, sizeof(*tables->ip4_root));
	tables->ip4_blocks = fp_alloc(heap, BLOCK_ENTRIES, sizeof(*tables->ip4_blocks));
	if (!tables->ip4_root || !tables->ip4_blocks)
		return false;
	for (uint32_t slot = 0; slot < SLOTS; slot++)
		tables->ip4_root[slot] = ENTRY_ANSWERS | LPM_C_MISS;
	struct filler filler = {heap, tables->ip4_blocks, 1};
	for (uint32_t i = 0; i < intervals->count; i++) {
		bool is_last = i + 1 == intervals->count;
		uint32_t first = (uint32_t)(intervals->items[i].first.high >> 32);
		uint32_t last = is_last ? UINT32_MAX : (uint32_t)(intervals->items[i + 1].first.high >> 32) - 1;
		if (!fill(&filler, tables->ip4_root, 16, first, last, intervals->items[i].verdict))
			return false;
	}
	return true;
}

bool tables_fill(struct fp_heap *heap, struct tables *tables, const struct intervals *ip4, const struct intervals *ip6)
{
	tables->ip6 = ip6->items;
	tables->ip6_start = fp_alloc(heap, SLOTS + 1, sizeof(*tables->ip6_start));
	if (!tables->ip6_start)
		return false;
	uint32_t at = 0;
	for (uint64_t slot = 0; slot < SLOTS; slot++) {
		struct address first = {slot << 48, 0};
		while (at + 1 < ip6->count && !is_below(first, ip6->items[at + 1].first))
			at++;
		tables->ip6_start[slot] = at;
	}
	tables->ip6_start[SLOTS] = ip6->count - 1;
	return fill_ip4(heap, tables, ip4);
}
