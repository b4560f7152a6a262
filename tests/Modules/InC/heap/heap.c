// Refuses with the first of its expectations that doesn't hold.
#define EXPECT(condition) do { if (!(condition)) return fp_refuse(heap, #condition); } while (0)

void *init(struct fp_heap *heap, const struct heap_config *config)
{
	uint8_t *first = fp_alloc(heap, 1, 1), *second = fp_alloc(heap, 65, 1), *third = fp_alloc(heap, 1, 1);
	EXPECT(first && (uintptr_t)first % 64 == 0);
	EXPECT(second == first + 64 && third == second + 128);
	for (int i = 0; i < 256; i++)
		EXPECT(first[i] == 0);
	EXPECT(!fp_alloc(heap, UINT64_MAX, 2));
	EXPECT(!fp_alloc(heap, 1, UINT64_MAX));
	EXPECT(!fp_alloc(heap, 1ull << 33, 1ull << 33));
	uint64_t left = (uint64_t)(heap->end - heap->next);
	EXPECT(!fp_alloc(heap, 1, left + 1));
	uint8_t *rest = fp_alloc(heap, 1, left);
	EXPECT(rest && rest[left - 1] == 0);
	EXPECT(!fp_alloc(heap, 1, 1));
	_Atomic uint64_t *shared = fp_shared(heap, 1, 8);
	EXPECT(shared && (*shared)++ == heap->lcore);
	EXPECT(heap->lcores == 3 && heap->cycles_per_second == 123456789);
	return first;
}

void process(struct fp_burst *burst)
{
}
