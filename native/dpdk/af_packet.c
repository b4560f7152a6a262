// DPDK's af_packet driver as it has to be for a graph whose meaning is the bytes of the wire. The kernel keeps some of a frame
// beside its bytes (packet(7), struct tpacket2_hdr), and the driver looks at part of it only:
//
//   kernel says                    driver does                          here
//   PACKET_FANOUT_FLAG_DEFRAG      asks for it: datagrams that were     not asked for
//                                  never on the wire
//   TP_STATUS_VLAN_TPID_VALID      puts every tag back as 0x8100        as the type that it had (0x88a8)
//   TP_STATUS_CSUMNOTREADY         passes a sum of the pseudo header    the checksum that hardware would have sent
//   tp_snaplen < tp_len            passes the frame cut off             lost, and counted
#define _GNU_SOURCE
#include "fp_dpdk.h"

#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <rte_ethdev.h>
#include <rte_ip.h>
#include <rte_mbuf.h>
#include <rte_net.h>

int fp_af_packet_setsockopt(int socket, int level, int name, const void *value, socklen_t length)
{
	int fanout;
	if (level == SOL_PACKET && name == PACKET_FANOUT && length == sizeof(fanout)) {
		memcpy(&fanout, value, sizeof(fanout));
		fanout &= ~(PACKET_FANOUT_FLAG_DEFRAG << 16);
		value = &fanout;
	}
	return setsockopt(socket, level, name, value, length);
}

// The first members of the driver's struct pkt_rx_queue, DPDK 22.11.
struct ring {
	int socket;
	struct iovec *frames;
	uint8_t *map;
	unsigned int frame_count;
	unsigned int next_frame;
};

struct fp_af_packet {
	struct ring *ring;
	eth_rx_burst_t receive;
	uint64_t lost_packets;
};

enum { BURST_MAX = 64, TAG_TYPE_OFFSET = 12, TAG_TYPE_PLAIN = 0x8100 };

struct beside {
	uint32_t status;
	uint16_t tag_type;
	bool is_cut;
};

// The ones that are there now: the driver takes them in this order, and then they are the kernel's again.
static uint16_t look_ahead(const struct ring *ring, struct beside *seen, uint16_t count)
{
	unsigned int next = ring->next_frame;
	for (uint16_t i = 0; i < count; i++) {
		const struct tpacket2_hdr *frame = ring->frames[next].iov_base;
		const uint32_t status = __atomic_load_n(&frame->tp_status, __ATOMIC_ACQUIRE);
		if (!(status & TP_STATUS_USER))
			return i;
		seen[i] = (struct beside){
			.status = status,
			.tag_type = frame->tp_vlan_tpid,
			.is_cut = frame->tp_snaplen < frame->tp_len,
		};
		next = next + 1 == ring->frame_count ? 0 : next + 1;
	}
	return count;
}

static void mend_tag_type(struct rte_mbuf *packet, const struct beside *seen)
{
	const uint32_t tagged = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	if ((seen->status & tagged) != tagged || seen->tag_type == TAG_TYPE_PLAIN)
		return;
	const rte_be16_t type = rte_cpu_to_be_16(seen->tag_type);
	memcpy(rte_pktmbuf_mtod_offset(packet, uint8_t *, TAG_TYPE_OFFSET), &type, sizeof(type));
}

static uint16_t transport_checksum(const struct rte_mbuf *packet, const struct rte_net_hdr_lens *lengths, const void *ip,
	bool is_ip4)
{
	const uint16_t offset = (uint16_t)(lengths->l2_len + lengths->l3_len);
	return is_ip4 ? rte_ipv4_udptcp_cksum_mbuf(packet, ip, offset) : rte_ipv6_udptcp_cksum_mbuf(packet, ip, offset);
}

// A local sender left the checksum of TCP or UDP to hardware (RFC 9293, 3.1; RFC 768).
static void complete_checksum(struct rte_mbuf *packet)
{
	struct rte_net_hdr_lens lengths;
	const uint32_t type = rte_net_get_ptype(packet, &lengths, RTE_PTYPE_L2_MASK | RTE_PTYPE_L3_MASK | RTE_PTYPE_L4_MASK);
	const bool is_ip4 = RTE_ETH_IS_IPV4_HDR(type);
	const uint32_t l4 = type & RTE_PTYPE_L4_MASK;
	const uint16_t field = l4 == RTE_PTYPE_L4_TCP ? offsetof(struct rte_tcp_hdr, cksum) :
		offsetof(struct rte_udp_hdr, dgram_cksum);
	const uint32_t at = (uint32_t)lengths.l2_len + lengths.l3_len + field;
	if ((!is_ip4 && !RTE_ETH_IS_IPV6_HDR(type)) || (l4 != RTE_PTYPE_L4_TCP && l4 != RTE_PTYPE_L4_UDP) ||
		at + sizeof(uint16_t) > packet->data_len)
		return;
	uint8_t *checksum = rte_pktmbuf_mtod_offset(packet, uint8_t *, at);
	memset(checksum, 0, sizeof(uint16_t));
	const uint16_t sum = transport_checksum(packet, &lengths, rte_pktmbuf_mtod_offset(packet, void *, lengths.l2_len), is_ip4);
	memcpy(checksum, &sum, sizeof(sum));
}

static uint16_t receive(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct fp_af_packet *device = queue;
	struct beside seen[BURST_MAX];
	const uint16_t there = look_ahead(device->ring, seen, count < BURST_MAX ? count : BURST_MAX);
	if (there == 0)
		return 0;
	const uint16_t received = device->receive(device->ring, packets, there);
	uint16_t kept = 0;
	for (uint16_t i = 0; i < received; i++) {
		if (seen[i].is_cut) {
			rte_pktmbuf_free(packets[i]);
			device->lost_packets++;
			continue;
		}
		mend_tag_type(packets[i], &seen[i]);
		if (seen[i].status & TP_STATUS_CSUMNOTREADY)
			complete_checksum(packets[i]);
		packets[kept++] = packets[i];
	}
	return kept;
}

// In DPDK's own table, so that a bond that polls this port comes through here too. Stopping the port takes it out again.
struct fp_af_packet *fp_af_packet_wrap(uint16_t port, uint16_t queues)
{
	struct rte_eth_fp_ops *operations = &rte_eth_fp_ops[port];
	struct fp_af_packet *devices = calloc(queues, sizeof(*devices) + sizeof(void *));
	if (!devices)
		return NULL;
	void **table = (void **)(devices + queues);
	for (uint16_t queue = 0; queue < queues; queue++) {
		devices[queue].ring = operations->rxq.data[queue];
		devices[queue].receive = operations->rx_pkt_burst;
		table[queue] = &devices[queue];
	}
	operations->rxq.data = table;
	operations->rx_pkt_burst = receive;
	return devices;
}

uint64_t fp_af_packet_lost(const struct fp_af_packet *devices, uint16_t queues)
{
	uint64_t lost = 0;
	for (uint16_t queue = 0; queue < queues; queue++)
		lost += devices[queue].lost_packets;
	return lost;
}
