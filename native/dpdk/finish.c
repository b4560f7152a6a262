// For a device that makes checksums which packets were left without (rte_mbuf_core.h, RTE_MBUF_F_TX_*): its driver first does to
// a burst what its hardware wants, a pseudo header's sum for one, and says which packet it can't send at all.
#include "fp_dpdk.h"

#include <stdlib.h>

#include <rte_branch_prediction.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

struct finish {
	struct fp_sender sender;
	eth_tx_burst_t send;
	void *queue;
	uint16_t port;
	uint16_t index;
};

static uint16_t send_finished(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct finish *device = queue;
	uint16_t sent = 0;
	while (sent < count) {
		const uint16_t rest = (uint16_t)(count - sent);
		const uint16_t ready = rte_eth_tx_prepare(device->port, device->index, packets + sent, rest);
		const uint16_t taken = device->send(device->queue, packets + sent, ready);
		sent = (uint16_t)(sent + taken);
		if (likely(ready == rest) || taken < ready)
			break;
		rte_pktmbuf_free(packets[sent]);
		device->sender.refused_packets++;
		sent++;
	}
	return sent;
}

struct fp_sender *fp_finish_wrap(uint16_t port, uint16_t queue)
{
	struct finish *device = calloc(1, sizeof(*device));
	if (!device)
		return NULL;
	device->send = rte_eth_fp_ops[port].tx_pkt_burst;
	device->queue = rte_eth_fp_ops[port].txq.data[queue];
	device->port = port;
	device->index = queue;
	return &device->sender;
}

void *fp_finish_send_address(void)
{
	return (void *)send_finished;
}
