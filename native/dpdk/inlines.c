#include "fp_dpdk.h"

#include <sched.h>

#include <stdlib.h>

#include <rte_cycles.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

static uint64_t fp_tsc(void)
{
	return rte_rdtsc();
}

void *fp_tsc_address(void)
{
	return (void *)fp_tsc;
}

void *fp_yield_address(void)
{
	return (void *)sched_yield;
}

void *fp_free_bulk_address(void)
{
	return (void *)rte_pktmbuf_free_bulk;
}

void *fp_copy_address(void)
{
	return (void *)rte_pktmbuf_copy;
}

uint64_t fp_tsc_hz(void)
{
	return rte_get_tsc_hz();
}

void fp_free(void *memory)
{
	free(memory);
}

int fp_errno(void)
{
	return rte_errno;
}

const struct rte_eth_fp_ops *fp_port_operations(uint16_t port)
{
	return &rte_eth_fp_ops[port];
}
