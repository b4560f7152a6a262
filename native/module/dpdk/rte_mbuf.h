// In place of DPDK's for modules, which have packets and no mbufs: as much of one as rte_ether.h and rte_ip.h name. A module may
// make one of its own on what fp_packet gives (`buf_addr`, `data_len`, `pkt_len`, `nb_segs` 1).
#pragma once

#include <errno.h>
#include <stdint.h>

#include <rte_branch_prediction.h>
#include <rte_common.h>

#define RTE_MBUF_F_RX_VLAN (1ULL << 0)
#define RTE_MBUF_F_RX_VLAN_STRIPPED (1ULL << 6)
#define RTE_MBUF_F_TX_TCP_SEG (1ULL << 50)
#define RTE_MBUF_F_TX_UDP_SEG (1ULL << 42)
#define RTE_MBUF_F_TX_VLAN (1ULL << 57)
#define RTE_MBUF_F_TX_TUNNEL_MASK (0xFULL << 45)
#define RTE_MBUF_DIRECT(m) ((m) != NULL)

struct rte_mbuf {
	void *buf_addr;
	struct rte_mbuf *next;
	uint64_t ol_flags;
	uint32_t pkt_len;
	uint16_t data_off, data_len, nb_segs, vlan_tci;
	uint64_t l2_len, l3_len, outer_l2_len, outer_l3_len;
};

#define rte_pktmbuf_mtod_offset(m, t, o) ((t)(void *)((char *)(m)->buf_addr + (m)->data_off + (o)))
#define rte_pktmbuf_mtod(m, t) rte_pktmbuf_mtod_offset(m, t, 0)
#define rte_pktmbuf_pkt_len(m) ((m)->pkt_len)
#define rte_pktmbuf_data_len(m) ((m)->data_len)

static inline uint16_t rte_mbuf_refcnt_read(const struct rte_mbuf *m)
{
	return m != NULL;
}

static inline char *rte_pktmbuf_adj(struct rte_mbuf *m, uint16_t bytes)
{
	if (bytes > m->data_len)
		return NULL;
	m->data_off += bytes;
	m->data_len -= bytes;
	m->pkt_len -= bytes;
	return rte_pktmbuf_mtod(m, char *);
}

static inline char *rte_pktmbuf_prepend(struct rte_mbuf *m, uint16_t bytes)
{
	if (bytes > m->data_off)
		return NULL;
	m->data_off -= bytes;
	m->data_len += bytes;
	m->pkt_len += bytes;
	return rte_pktmbuf_mtod(m, char *);
}
