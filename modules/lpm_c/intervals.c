#include "intervals.h"

struct route {
	struct address first, last;
	uint8_t length;
	uint8_t hop;
	uint32_t order;   // in the configuration
};

enum { PREFIX_LENGTHS = 129 };

static struct address last_of(struct address first, uint8_t length)
{
	if (length == 0)
		return (struct address){UINT64_MAX, UINT64_MAX};
	if (length <= 64)
		return (struct address){first.high | (length == 64 ? 0 : UINT64_MAX >> length), UINT64_MAX};
	return (struct address){first.high, first.low | (length == 128 ? 0 : UINT64_MAX >> (length - 64))};
}

static struct route route_of(const struct lpm_c_routes_item *item, uint32_t order)
{
	struct address first = {item->prefix.high, item->prefix.low};
	if (!item->prefix.is_ip6)
		first = (struct address){item->prefix.low << 32, 0};
	return (struct route){
		.first = first,
		.last = last_of(first, item->prefix.length),
		.length = item->prefix.length,
		.hop = item->hop,
		.order = order,
	};
}

// By first address; a prefix before those that it covers; of two that are the same the later one last.
static bool is_before(const struct route *left, const struct route *right)
{
	if (!is_same(left->first, right->first))
		return is_below(left->first, right->first);
	return left->length != right->length ? left->length < right->length : left->order < right->order;
}

static void sift(struct route *routes, uint32_t root, uint32_t count)
{
	struct route moved = routes[root];
	for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
		if (child + 1 < count && is_before(&routes[child], &routes[child + 1]))
			child++;
		if (!is_before(&moved, &routes[child]))
			break;
		routes[root] = routes[child];
	}
	routes[root] = moved;
}

// Heapsort (Williams 1964): in place, and no order of routes makes it slow.
static void sort(struct route *routes, uint32_t count)
{
	for (uint32_t i = count / 2; i-- > 0;)
		sift(routes, i, count);
	for (uint32_t end = count; end-- > 1;) {
		struct route largest = routes[0];
		routes[0] = routes[end];
		routes[end] = largest;
		sift(routes, 0, end);
	}
}

// From here on the answer is `verdict`.
static void cut(struct intervals *intervals, struct address first, uint8_t verdict)
{
	struct interval *last = &intervals->items[intervals->count - 1];
	if (is_same(last->first, first))
		last->verdict = verdict;
	else if (last->verdict != verdict)
		intervals->items[intervals->count++] = (struct interval){first, verdict};
}

// Ends the routes that end before an address: behind each the one around it answers again. Returns how many are left open.
static uint32_t close(struct intervals *intervals, const struct route **open, uint32_t depth, const struct address *before)
{
	for (; depth > 0 && (!before || is_below(open[depth - 1]->last, *before)); depth--) {
		struct address next = open[depth - 1]->last;
		next.low++;
		next.high += next.low == 0;
		if (next.high || next.low)
			cut(intervals, next, depth > 1 ? open[depth - 2]->hop : LPM_C_MISS);
	}
	return depth;
}

bool intervals_make(struct fp_heap *heap, const struct lpm_c_routes_item *items, uint32_t count, bool is_ip6,
	struct intervals *intervals)
{
	struct route *routes = fp_alloc(heap, count, sizeof(*routes));
	intervals->items = fp_alloc(heap, 2 * (uint64_t)count + 1, sizeof(*intervals->items));
	if (!routes || !intervals->items)
		return false;
	uint32_t taken = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (items[i].prefix.is_ip6 == is_ip6)
			routes[taken++] = route_of(&items[i], i);
	}
	sort(routes, taken);
	intervals->items[0] = (struct interval){{0, 0}, LPM_C_MISS};
	intervals->count = 1;
	const struct route *open[PREFIX_LENGTHS];   // nested, so at most one of each length
	uint32_t depth = 0;
	for (uint32_t i = 0; i < taken; i++) {
		bool is_replaced = i + 1 < taken && is_same(routes[i].first, routes[i + 1].first) &&
			routes[i].length == routes[i + 1].length;
		if (is_replaced)
			continue;
		depth = close(intervals, open, depth, &routes[i].first);
		open[depth++] = &routes[i];
		cut(intervals, routes[i].first, routes[i].hop);
	}
	close(intervals, open, depth, NULL);
	return true;
}
