/* The frame around the measured loops: DPDK without hugepages, devices or files; one worker lcore; TSC and CPU time of a run. */
#define _GNU_SOURCE
#include "acl.h"
#include "flows.h"
#include "routes.h"
#include <errno.h>
#include <rte_acl.h>
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_launch.h>
#include <rte_lcore.h>
#include <rte_malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { POOL_MBUFS = 8191, POOL_CACHE_MBUFS = 256, RING_SLOTS = 8192, RING_PACKETS = 4096 };

struct source *bench_source_create(struct rte_mempool *pool);
void bench_source_arm(struct source *source, uint64_t bursts, volatile int *stop, int trace, int hashing);
uint16_t bench_source_receive(void *queue, struct rte_mbuf **burst, uint16_t count);
uint16_t bench_source_send(void *queue, struct rte_mbuf **burst, uint16_t count);
uint16_t bench_ring_receive(void *queue, struct rte_mbuf **burst, uint16_t count);
uint16_t bench_ring_send(void *queue, struct rte_mbuf **burst, uint16_t count);

int bench_graph_loop(struct run *run);

static struct rte_mempool *pool;

/* Negative: -errno. */
int bench_open(int control_cpu, int lcore_cpu)
{
	char lcores[64];
	char *arguments[] = { "bench", "-l", lcores, "--no-huge", "-m", "1024", "--no-shconf", "--no-telemetry", "--no-pci",
			      "--log-level=error" };

	snprintf(lcores, sizeof lcores, "%d,%d", control_cpu, lcore_cpu);
	if (rte_eal_init(sizeof arguments / sizeof *arguments, arguments) < 0)
		return -rte_errno;
	pool = rte_pktmbuf_pool_create("bench", POOL_MBUFS, POOL_CACHE_MBUFS, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
	return pool ? 0 : -rte_errno;
}

struct source *bench_source(void) { return bench_source_create(pool); }
struct rte_mempool *bench_pool(void) { return pool; }

/* NULL: no memory. */
struct run *bench_run(void)
{
	struct run *run = rte_zmalloc("run", sizeof *run, 64);

	if (!run || !(run->tables = rte_zmalloc("tables", sizeof *run->tables, 64)))
		return NULL;
	return run;
}

/* Rules stay the caller's. False: no memory. */
int bench_set_acl(struct run *run, const struct acl_rule *rules, uint32_t count)
{
	char name[RTE_ACL_NAMESIZE];

	snprintf(name, sizeof name, "acl%p", (void *)run);
	run->tables->acl_rules = rules;
	run->tables->acl_rule_count = count;
	run->tables->acl = acl_build(rules, count, name);
	return run->tables->acl != NULL;
}

int bench_set_routes(struct run *run, const struct route *routes, uint32_t count)
{
	char name[RTE_LPM_NAMESIZE];

	snprintf(name, sizeof name, "lpm%p", (void *)run);
	run->tables->lpm = routes_build(routes, count, name);
	return run->tables->lpm != NULL;
}

int bench_set_flows(struct run *run)
{
	run->tables->flows = flows_create();
	return run->tables->flows != NULL;
}
uint64_t bench_tsc_hz(void) { return rte_get_tsc_hz(); }
unsigned bench_mbufs_out(void) { return rte_mempool_in_use_count(pool); }

static uint64_t tsc(void) { return rte_rdtsc(); }

/* The clock of a loop that is single-stepped: real time would stretch with every step, and what a meter does with it too. The C
 * loops' meter has no jump that depends on its clock. */
static uint64_t stepped_tsc(void)
{
	static uint64_t cycles;

	return cycles += 4096;
}

struct measured {
	int (*loop)(void *);
	void *argument;
	uint64_t cycles;
	uint64_t cpu_ns;
};

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static int measure(void *argument)
{
	struct measured *run = argument;
	uint64_t cpu = cpu_ns(), start = rte_rdtsc_precise();

	run->loop(run->argument);
	run->cycles = rte_rdtsc_precise() - start;
	run->cpu_ns = cpu_ns() - cpu;
	return 0;
}

/* Runs a loop on the worker lcore, until the source stops it, or for some milliseconds. */
int bench_measure(int (*loop)(void *), void *argument, volatile int *stop, unsigned run_ms, uint64_t *cycles, uint64_t *cpu)
{
	struct measured run = { .loop = loop, .argument = argument };
	unsigned worker = rte_get_next_lcore(-1, 1, 0);
	int result = rte_eal_remote_launch(measure, &run, worker);

	if (result)
		return result;
	if (run_ms) {
		rte_delay_us_sleep(run_ms * 1000);
		*stop = 1;
	}
	rte_eal_wait_lcore(worker);
	*cycles = run.cycles;
	*cpu = run.cpu_ns;
	return 0;
}

/*
 * The other source: a DPDK ring port looped to itself, packets circulate. The device is a queue of pointers, so the loop's own
 * work is a larger part of the whole; the packets are 4,096, more than fit the first-level cache.
 */
struct looped {
	struct source *source;
	volatile int *stop;
	uint64_t bursts_left;
	uint16_t port;
};

struct looped *bench_ring_create(struct source *source)
{
	struct looped *looped = rte_zmalloc("looped", sizeof *looped, 64);
	struct rte_ring *ring = rte_ring_create("loop", RING_SLOTS, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ);
	struct rte_eth_conf configuration = { 0 };
	int port = ring ? rte_eth_from_ring(ring) : -1;
	volatile int ignored;

	if (!looped || port < 0 || rte_eth_dev_configure(port, 1, 1, &configuration) ||
	    rte_eth_rx_queue_setup(port, 0, 512, SOCKET_ID_ANY, NULL, pool) ||
	    rte_eth_tx_queue_setup(port, 0, 512, SOCKET_ID_ANY, NULL) ||
	    rte_eth_dev_start(port))
		return NULL;
	looped->source = source;
	looped->port = (uint16_t)port;
	bench_source_arm(source, RING_PACKETS / BURST, &ignored, TRACE_NEAR, 0);
	for (int i = 0; i < RING_PACKETS / BURST; i++) {
		struct rte_mbuf *burst[BURST];

		if (bench_source_receive(source, burst, BURST) != BURST || rte_eth_tx_burst(port, 0, burst, BURST) != BURST)
			return NULL;
	}
	return looped;
}

void bench_ring_arm(struct looped *looped, uint64_t bursts, volatile int *stop)
{
	looped->bursts_left = bursts;
	looped->stop = stop;
}

uint16_t bench_ring_receive(void *queue, struct rte_mbuf **burst, uint16_t count)
{
	struct looped *looped = queue;
	struct rte_eth_fp_ops *port = &rte_eth_fp_ops[looped->port];

	if (looped->bursts_left-- == 0) {
		*looped->stop = 1;
		return 0;
	}
	return port->rx_pkt_burst(port->rxq.data[0], burst, count);
}

uint16_t bench_ring_send(void *queue, struct rte_mbuf **burst, uint16_t count)
{
	struct looped *looped = queue;
	struct rte_eth_fp_ops *port = &rte_eth_fp_ops[looped->port];

	return port->tx_pkt_burst(port->txq.data[0], burst, count);
}

/* C# calls these through their addresses, as it calls a device: an import would poll the collector. */
struct addresses {
	burst_fn source_receive, source_send, ring_receive, ring_send;
	void (*free_bulk)(struct rte_mbuf **, unsigned);
	uint64_t (*tsc)(void);
	uint64_t (*stepped_tsc)(void);
	int (*graph_loop)(struct run *);
};

void bench_addresses(struct addresses *addresses)
{
	*addresses = (struct addresses){ bench_source_receive, bench_source_send, bench_ring_receive, bench_ring_send,
					 rte_pktmbuf_free_bulk, tsc, stepped_tsc, bench_graph_loop };
}
