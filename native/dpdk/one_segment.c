// For a device that sends packets of one segment only, and would read behind the first of more: a chain is copied into one mbuf
// on its way out. What is longer than that device's frames is refused.
#include "fp_dpdk.h"

#include <stdlib.h>
#include <string.h>

#include <rte_branch_prediction.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

struct one_segment {
	struct fp_sender sender;
	eth_tx_burst_t send;
	void *queue;
	struct rte_mempool *pool;
	uint32_t frame_bytes_max;
};

// Null: too long, or there is no mbuf.
static struct rte_mbuf *joined(const struct one_segment *device, const struct rte_mbuf *packet)
{
	if (packet->pkt_len > device->frame_bytes_max)
		return NULL;
	struct rte_mbuf *copy = rte_pktmbuf_alloc(device->pool);
	if (!copy)
		return NULL;
	uint8_t *to = (uint8_t *)rte_pktmbuf_append(copy, (uint16_t)packet->pkt_len);
	if (!to) {
		rte_pktmbuf_free(copy);
		return NULL;
	}
	for (const struct rte_mbuf *segment = packet; segment; segment = segment->next) {
		memcpy(to, rte_pktmbuf_mtod(segment, const void *), segment->data_len);
		to += segment->data_len;
	}
	return copy;
}

static uint16_t send_joined(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct one_segment *device = queue;
	uint16_t kept = 0;
	for (uint16_t i = 0; i < count; i++) {
		struct rte_mbuf *packet = packets[i];
		if (unlikely(packet->nb_segs > 1 || packet->pkt_len > device->frame_bytes_max)) {
			struct rte_mbuf *copy = joined(device, packet);
			rte_pktmbuf_free(packet);
			if (!copy) {
				device->sender.refused_packets++;
				continue;
			}
			packet = copy;
		}
		packets[kept++] = packet;
	}
	const uint16_t sent = kept ? device->send(device->queue, packets, kept) : 0;
	// The caller keeps the last ones of its array.
	const uint16_t unsent = (uint16_t)(kept - sent);
	memmove(packets + count - unsent, packets + sent, unsent * sizeof(*packets));
	return (uint16_t)(count - unsent);
}

struct fp_sender *fp_one_segment_wrap(uint16_t port, uint16_t queue, struct rte_mempool *pool, uint32_t frame_bytes_max)
{
	struct one_segment *device = calloc(1, sizeof(*device));
	if (!device)
		return NULL;
	device->send = rte_eth_fp_ops[port].tx_pkt_burst;
	device->queue = rte_eth_fp_ops[port].txq.data[queue];
	device->pool = pool;
	device->frame_bytes_max = frame_bytes_max;
	return &device->sender;
}

void *fp_one_segment_send_address(void)
{
	return (void *)send_joined;
}
