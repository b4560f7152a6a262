/* Real DPDK devices, for what dpdk-testpmd can do too: the same device strings, no source of ours in between. */
#include "bench.h"
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <stdio.h>
#include <string.h>

enum { DESCRIPTORS = 512 };

/* A port with one queue each way, started; negative: -errno. */
int bench_device_open(const char *device, struct rte_mempool *pool)
{
	struct rte_eth_conf configuration = { 0 };
	char name[RTE_DEV_NAME_MAX_LEN];
	uint16_t port;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(device, ","), device);
	if (rte_dev_probe(device) || rte_eth_dev_get_port_by_name(name, &port) || rte_eth_dev_configure(port, 1, 1, &configuration) ||
	    rte_eth_rx_queue_setup(port, 0, DESCRIPTORS, SOCKET_ID_ANY, NULL, pool) ||
	    rte_eth_tx_queue_setup(port, 0, DESCRIPTORS, SOCKET_ID_ANY, NULL) || rte_eth_dev_start(port))
		return rte_errno ? -rte_errno : -1;
	return port;
}

struct burst_queue {
	burst_fn call;
	void *queue;
};

/* The driver's own functions, as a deployment binary calls them. */
void bench_device_queues(uint16_t port, struct burst_queue *receive, struct burst_queue *send)
{
	struct rte_eth_fp_ops *functions = &rte_eth_fp_ops[port];

	*receive = (struct burst_queue){ functions->rx_pkt_burst, functions->rxq.data[0] };
	*send = (struct burst_queue){ functions->tx_pkt_burst, functions->txq.data[0] };
}

/* Puts packets into a looped device. False: it doesn't take them. */
int bench_device_fill(uint16_t port, struct rte_mempool *pool, const uint8_t *frames, uint32_t frame_bytes, uint32_t bursts)
{
	struct rte_mbuf *burst[BURST];

	for (uint32_t i = 0; i < bursts; i++) {
		if (rte_pktmbuf_alloc_bulk(pool, burst, BURST))
			return 0;
		for (int k = 0; k < BURST; k++)
			memcpy(rte_pktmbuf_append(burst[k], (uint16_t)frame_bytes), frames + (i * BURST + k) * frame_bytes, frame_bytes);
		if (rte_eth_tx_burst(port, 0, burst, BURST) != BURST)
			return 0;
	}
	return 1;
}
