// Memory that is allocated and then set to zero, in one function and beyond a call: no other function does both.
#include <stdlib.h>
#include <string.h>

struct list {
	int count;
	struct {
		short kind;
		unsigned long long bytes;
	} __attribute__((packed)) items[];
} __attribute__((packed));

static unsigned long long sum(const struct list *list) __attribute__((noinline));
static unsigned long long sum(const struct list *list)
{
	unsigned long long all = 0;
	for (int i = 0; i < list->count; i++)
		all += list->items[i].bytes;
	return all;
}

void process(struct fp_burst *burst)
{
	struct list *list = malloc(sizeof(int) + 3 * sizeof(list->items[0]));
	memset(list, 0, sizeof(int) + 3 * sizeof(list->items[0]));
	list->count = 3;
	list->items[0].bytes = 0x1234567890123456ull;
	list->items[2].bytes = burst->count;
	burst->verdicts[0] = (uint8_t)sum(list);
	free(list);
}
