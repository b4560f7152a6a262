// Sets the DSCP of IPv4 packets; ECN stays.
#include "dscp_c.h"

struct dscp {
	bool keeps[64];
	uint8_t value;
};

void *init(struct fp_heap *heap, const struct dscp_c_config *config)
{
	struct dscp *dscp = fp_alloc(heap, 1, sizeof(*dscp));
	if (!dscp)
		return fp_refuse(heap, "there is no memory for it.");
	dscp->value = config->dscp;
	const struct fp_range *keep = fp_items(config, config->keep);
	for (uint32_t i = 0; i < config->keep.count; i++)
		memset(&dscp->keeps[keep[i].first], true, keep[i].last - keep[i].first + 1);
	return dscp->keeps[dscp->value] ? fp_refuse(heap, "its dscp is also in keep.") : dscp;
}

static uint8_t mark(const struct dscp *dscp, uint8_t *frame, uint32_t length)
{
	struct fp_layer3 layer3 = fp_layer3(frame, length);
	struct fp_ip4 *ip = (struct fp_ip4 *)(frame + layer3.offset);
	if (layer3.version != 4 || dscp->keeps[ip->dscp_and_ecn >> 2])
		return DSCP_C_OTHER;
	uint16_t before = fp_load16(ip);
	ip->dscp_and_ecn = (uint8_t)(dscp->value << 2 | (ip->dscp_and_ecn & 3));
	ip->checksum = fp_be16(fp_checksum_updated(fp_get16(ip->checksum), before, fp_load16(ip)));
	return DSCP_C_MARKED;
}

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++)
		burst->verdicts[i] = mark(burst->state, fp_packet(burst, i), burst->packets[i].length);
}
