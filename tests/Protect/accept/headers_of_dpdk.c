// DPDK's header-only helpers, unchanged: Ethernet, IP and its checksums, TCP, UDP, meters, Jenkins' and CRC hashes.
#include <rte_ether.h>
#include <rte_ip.h>
#include <rte_tcp.h>
#include <rte_udp.h>
#include <rte_meter.h>
#include <rte_jhash.h>
#include <rte_hash_crc.h>

#ifndef FP_PROTECTED
// Of DPDK's library, which isn't linked here.
int rte_cpu_get_flag_enabled(enum rte_cpu_flag_t flag)
{
	return 1;
}
#endif

// What rte_meter_srtcm_profile_config, which is in DPDK's library, would compute.
static const struct rte_meter_srtcm_profile single = {.cbs = 2000, .ebs = 4000, .cir_period = 1000, .cir_bytes_per_period = 1};
static const struct rte_meter_trtcm_profile two = {
	.cbs = 2000, .pbs = 3000, .cir_period = 1000, .cir_bytes_per_period = 1, .pir_period = 500, .pir_bytes_per_period = 1,
};
static struct rte_meter_srtcm first = {.tc = 2000, .te = 4000};
static struct rte_meter_trtcm second = {.tc = 2000, .tp = 3000};

static uint64_t headers(uint8_t *frame, uint32_t length)
{
	struct rte_ether_hdr *ether = (struct rte_ether_hdr *)frame;
	struct rte_ipv4_hdr *ip = (struct rte_ipv4_hdr *)(ether + 1);
	struct rte_udp_hdr *udp = (struct rte_udp_hdr *)(ip + 1);
	char text[RTE_ETHER_ADDR_FMT_SIZE];
	if (ether->ether_type == rte_cpu_to_be_16(RTE_ETHER_TYPE_VLAN))
		return 1;
	snprintf(text, sizeof(text), RTE_ETHER_ADDR_PRT_FMT, RTE_ETHER_ADDR_BYTES(&ether->src_addr));
	ip->total_length = rte_cpu_to_be_16((uint16_t)(length - sizeof(*ether)));
	ip->hdr_checksum = 0;
	ip->hdr_checksum = rte_ipv4_cksum(ip);
	udp->dgram_len = rte_cpu_to_be_16((uint16_t)(length - sizeof(*ether) - sizeof(*ip)));
	udp->dgram_cksum = 0;
	udp->dgram_cksum = rte_ipv4_udptcp_cksum(ip, udp);
	uint64_t sum = ip->hdr_checksum + udp->dgram_cksum * 3u;
	for (const char *at = text; *at; at++)
		sum = sum * 31 + (uint8_t)*at;
	sum = sum * 31 + rte_is_unicast_ether_addr(&ether->dst_addr) + rte_ipv4_hdr_len(ip) + rte_be_to_cpu_32(ip->dst_addr);
	return sum + rte_raw_cksum(frame, length);
}

void process(struct fp_burst *burst)
{
	uint64_t sum = 1, now = burst->now_cycles;
	rte_hash_crc_set_alg(CRC32_SSE42_x64);
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *frame = fp_packet(burst, i);
		uint32_t length = burst->packets[i].length;
		sum = sum * 31 + headers(frame, length);
		sum = sum * 31 + rte_jhash(frame, length, (uint32_t)sum) + rte_jhash_3words(1, 2, frame[3], 4);
		sum = sum * 31 + rte_hash_crc(frame, length, (uint32_t)sum) + rte_hash_crc_4byte(frame[2], 5);
		sum = sum * 31 + rte_meter_srtcm_color_blind_check(&first, (void *)(uintptr_t)&single, now + i * 1000, length);
		sum = sum * 31 + rte_meter_trtcm_color_aware_check(&second, (void *)(uintptr_t)&two, now + i * 700, length, frame[1] % 3);
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
