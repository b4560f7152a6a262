// C11 7.22.5 for modules.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void exchange(uint8_t *left, uint8_t *right, size_t bytes)
{
	for (; bytes >= sizeof(uint64_t); bytes -= sizeof(uint64_t)) {
		uint64_t a, b;
		memcpy(&a, left, sizeof(a));
		memcpy(&b, right, sizeof(b));
		memcpy(left, &b, sizeof(b));
		memcpy(right, &a, sizeof(a));
		left += sizeof(a);
		right += sizeof(a);
	}
	for (size_t at = 0; at < bytes; at++) {
		uint8_t byte = left[at];
		left[at] = right[at];
		right[at] = byte;
	}
}

// Williams' heapsort, 1964: its worst case is its usual one, and it needs no stack, which on an lcore is worth more than
// quicksort's better mean.
void qsort(void *items, size_t count, size_t bytes, int (*compare)(const void *, const void *))
{
	uint8_t *first = items;
	for (size_t built = count / 2, end = count; end > 1;) {
		if (built > 0) {
			built--;
		} else {
			end--;
			exchange(first, first + end * bytes, bytes);
		}
		// Down to its place among what is ordered as a heap: from `built` to `end`.
		for (size_t at = built, child; (child = 2 * at + 1) < end; at = child) {
			uint8_t *larger = first + child * bytes;
			if (child + 1 < end && compare(larger, larger + bytes) < 0) {
				child++;
				larger += bytes;
			}
			if (compare(first + at * bytes, larger) >= 0)
				break;
			exchange(first + at * bytes, larger, bytes);
		}
	}
}

void *bsearch(const void *key, const void *items, size_t count, size_t bytes, int (*compare)(const void *, const void *))
{
	const uint8_t *first = items;
	while (count > 0) {
		const uint8_t *middle = first + count / 2 * bytes;
		int order = compare(key, middle);
		if (order == 0)
			return (void *)(uintptr_t)middle;
		if (order > 0) {
			first = middle + bytes;
			count -= count / 2 + 1;
		} else {
			count /= 2;
		}
	}
	return NULL;
}
