// When the other side of a memif goes away, DPDK's driver says so in a flag, which a burst reads at its start, and unmaps the
// shared memory, both in its interrupt thread. An lcore that is inside a burst then reads what isn't there any more. Here the
// unmapping waits until every lcore has left the burst that it was in: the next one sees the flag.
#include "fp_dpdk.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <rte_ethdev.h>

struct polled {
	_Alignas(64) uint64_t passes; // odd: an lcore is inside
	eth_rx_burst_t burst;        // of either direction: the types are the same
	void *queue;
};

struct fp_memif {
	struct fp_memif *next;
	size_t queues;
	void **tables;
	struct polled polled[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fp_memif *all; // under the lock

static uint16_t pass(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct polled *polled = queue;
	// The store has to be seen before the driver's flag is read.
	__atomic_exchange_n(&polled->passes, polled->passes + 1, __ATOMIC_SEQ_CST);
	const uint16_t done = polled->burst(polled->queue, packets, count);
	__atomic_store_n(&polled->passes, polled->passes + 1, __ATOMIC_RELEASE);
	return done;
}

static void await_exit(const struct polled *polled)
{
	const uint64_t seen = __atomic_load_n(&polled->passes, __ATOMIC_SEQ_CST);
	if (seen % 2 == 0)
		return;
	while (__atomic_load_n(&polled->passes, __ATOMIC_ACQUIRE) == seen)
		usleep(10);
}

// The driver's munmap: FastPaas.Native.targets.
int fp_memif_munmap(void *address, size_t bytes)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	pthread_mutex_lock(&lock);
	for (const struct fp_memif *device = all; device; device = device->next)
		for (size_t i = 0; i < device->queues; i++)
			await_exit(&device->polled[i]);
	pthread_mutex_unlock(&lock);
	return munmap(address, bytes);
}

static void wrap(struct polled *polled, void **table, uint16_t queues, eth_rx_burst_t burst, void **of)
{
	for (uint16_t queue = 0; queue < queues; queue++) {
		polled[queue] = (struct polled){.burst = burst, .queue = of[queue]};
		table[queue] = &polled[queue];
	}
}

// In DPDK's own table, so that a bond that polls this port comes through here too. Stopping the port takes it out again.
struct fp_memif *fp_memif_wrap(uint16_t port, uint16_t receive_queues, uint16_t transmit_queues)
{
	struct rte_eth_fp_ops *operations = &rte_eth_fp_ops[port];
	const size_t queues = (size_t)receive_queues + transmit_queues;
	const size_t bytes = RTE_ALIGN_CEIL(sizeof(struct fp_memif) + queues * sizeof(struct polled), 64);
	struct fp_memif *device = aligned_alloc(64, bytes);
	void **tables = calloc(queues, sizeof(*tables));
	if (!device || !tables) {
		free(device);
		free(tables);
		return NULL;
	}
	device->queues = queues;
	device->tables = tables;
	wrap(device->polled, tables, receive_queues, operations->rx_pkt_burst, operations->rxq.data);
	wrap(device->polled + receive_queues, tables + receive_queues, transmit_queues, operations->tx_pkt_burst,
		operations->txq.data);
	pthread_mutex_lock(&lock);
	device->next = all;
	all = device;
	pthread_mutex_unlock(&lock);
	operations->rxq.data = tables;
	operations->rx_pkt_burst = pass;
	operations->txq.data = tables + receive_queues;
	operations->tx_pkt_burst = pass;
	return device;
}

void fp_memif_free(struct fp_memif *device)
{
	pthread_mutex_lock(&lock);
	struct fp_memif **link = &all;
	while (*link != device)
		link = &(*link)->next;
	*link = device->next;
	pthread_mutex_unlock(&lock);
	free(device->tables);
	free(device);
}
