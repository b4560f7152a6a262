#include "tables.h"

struct filler {
	uint32_t *blocks;
	uint32_t taken;
};

static uint32_t first4(const struct interval *interval)
{
	return (uint32_t)(interval->first.high >> 32);
}

// A block goes on where an interval begins inside of what an entry stands for: 64 Ki addresses of the root, 256 of a block.
static uint32_t count_blocks(const struct intervals *intervals)
{
	uint32_t count = 0, in_root = UINT32_MAX, in_block = UINT32_MAX;
	for (uint32_t i = 0; i < intervals->count; i++) {
		uint32_t first = first4(&intervals->items[i]);
		if (first & 0xffff && first >> 16 != in_root) {
			in_root = first >> 16;
			count++;
		}
		if (first & 0xff && first >> 8 != in_block) {
			in_block = first >> 8;
			count++;
		}
	}
	return count;
}

// Sets the entries of addresses `first` to `last`, `shift` bits each; what lies only partly in there gets a block.
static void fill(struct filler *filler, uint32_t *entries, int shift, uint32_t first, uint32_t last, uint8_t verdict)
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
			uint32_t *block = &filler->blocks[filler->taken * BLOCK_ENTRIES];
			for (uint32_t i = 0; i < BLOCK_ENTRIES; i++)
				block[i] = *entry;
			*entry = filler->taken++;
		}
		uint32_t from = start > first ? (uint32_t)start : first, to = end < last ? (uint32_t)end : last;
		fill(filler, &filler->blocks[*entry * BLOCK_ENTRIES], shift - 8, from, to, verdict);
	}
}

static bool fill_ip4(struct fp_heap *heap, struct tables *tables, const struct intervals *intervals)
{
	tables->ip4_root = fp_alloc(heap, SLOTS, sizeof(*tables->ip4_root));
	tables->ip4_blocks = fp_alloc(heap, (uint64_t)count_blocks(intervals) * BLOCK_ENTRIES, sizeof(*tables->ip4_blocks));
	if (!tables->ip4_root || !tables->ip4_blocks)
		return false;
	for (uint32_t slot = 0; slot < SLOTS; slot++)
		tables->ip4_root[slot] = ENTRY_ANSWERS | LPM_C_MISS;
	struct filler filler = {tables->ip4_blocks, 0};
	for (uint32_t i = 0; i < intervals->count; i++) {
		bool is_last = i + 1 == intervals->count;
		uint32_t last = is_last ? UINT32_MAX : first4(&intervals->items[i + 1]) - 1;
		fill(&filler, tables->ip4_root, 16, first4(&intervals->items[i]), last, intervals->items[i].verdict);
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
