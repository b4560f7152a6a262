// Longest prefix match on the destination address.
#include "tables.h"

void *init(struct fp_heap *heap, const struct lpm_c_config *config)
{
	const struct lpm_c_routes_item *routes = fp_items(config, config->routes);
	struct tables *tables = fp_alloc(heap, 1, sizeof(*tables));
	struct intervals ip4, ip6;
	bool is_made = tables &&
		intervals_make(heap, routes, config->routes.count, false, &ip4) &&
		intervals_make(heap, routes, config->routes.count, true, &ip6) &&
		tables_fill(heap, tables, &ip4, &ip6);
	return is_made ? tables : fp_refuse(heap, "there are more routes than its heap has memory for.");
}

void process(struct fp_burst *burst)
{
	const struct tables *tables = burst->state;
	const uint32_t count = burst->count;
	struct fp_layer3 layer3[FP_BURST_PACKETS_MAX];
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		layer3[i] = fp_layer3(frame, burst->packets[i].length);
		const uint8_t *header = frame + layer3[i].offset;
		// The whole burst's first loads are under way before the first one is waited for.
		if (layer3[i].version == 4)
			__builtin_prefetch(&tables->ip4_root[fp_load16(header + offsetof(struct fp_ip4, destination))]);
	}
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *header = fp_packet(burst, i) + layer3[i].offset;
		uint8_t verdict = LPM_C_MISS;
		if (layer3[i].version == 4) {
			verdict = tables_find4(tables, fp_load32(header + offsetof(struct fp_ip4, destination)));
		} else if (layer3[i].version == 6) {
			const uint8_t *destination = header + offsetof(struct fp_ip6, destination);
			verdict = tables_find6(tables, (struct address){fp_load64(destination), fp_load64(destination + 8)});
		}
		burst->verdicts[i] = verdict;
	}
}
