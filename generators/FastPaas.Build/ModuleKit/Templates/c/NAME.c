// Lowers the TTL of IPv4 packets; the checksum follows (RFC 1624).
#include "NAME.h"

struct state {
	uint8_t hops;
	uint64_t expired;
};

void *init(struct fp_heap *heap, const struct NAME_config *config)
{
	struct state *state = fp_alloc(heap, 1, sizeof(*state));
	if (!state)
		return fp_refuse(heap, "there is no memory for it.");
	state->hops = config->hops;
	return state;
}

static uint8_t lower(struct state *state, uint8_t *frame, uint32_t length)
{
	struct fp_layer3 layer3 = fp_layer3(frame, length);
	if (layer3.version != 4)
		return CAPITALS_OTHER;
	struct fp_ip4 *ip = (struct fp_ip4 *)(frame + layer3.offset);
	if (ip->ttl <= state->hops) {
		state->expired++;
		return CAPITALS_EXPIRED;
	}
	uint16_t before = fp_load16(&ip->ttl);
	ip->ttl -= state->hops;
	ip->checksum = fp_be16(fp_checksum_updated(fp_get16(ip->checksum), before, fp_load16(&ip->ttl)));
	return CAPITALS_PASSED;
}

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++)
		burst->verdicts[i] = lower(burst->state, fp_packet(burst, i), burst->packets[i].length);
}
