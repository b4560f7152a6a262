// Prints where DPDK's headers put each field that C# names: `struct.field offset size`, `struct size`.
#include <stddef.h>
#include <stdio.h>

#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_mempool.h>

#include "fp_dpdk.h"
#include "fp_gate.h"

#define FIELD(type, field) printf(#type "." #field " %zu %zu\n", offsetof(struct type, field), sizeof(((struct type *)0)->field))
#define SIZE(type) printf(#type " %zu\n", sizeof(struct type))

int main(void)
{
	SIZE(rte_mbuf);
	FIELD(rte_mbuf, buf_addr);
	FIELD(rte_mbuf, data_off);
	FIELD(rte_mbuf, refcnt);
	FIELD(rte_mbuf, nb_segs);
	FIELD(rte_mbuf, port);
	FIELD(rte_mbuf, ol_flags);
	FIELD(rte_mbuf, packet_type);
	FIELD(rte_mbuf, pkt_len);
	FIELD(rte_mbuf, data_len);
	FIELD(rte_mbuf, vlan_tci);
	FIELD(rte_mbuf, hash.rss);
	FIELD(rte_mbuf, buf_len);
	FIELD(rte_mbuf, pool);
	FIELD(rte_mbuf, next);
	FIELD(rte_mbuf, tx_offload);

	SIZE(rte_eth_fp_ops);
	FIELD(rte_eth_fp_ops, rx_pkt_burst);
	FIELD(rte_eth_fp_ops, rxq.data);
	FIELD(rte_eth_fp_ops, tx_pkt_burst);
	FIELD(rte_eth_fp_ops, txq.data);

	SIZE(fp_raw_start);
	FIELD(fp_raw_start, function);
	FIELD(fp_raw_start, context);

	SIZE(fp_port_ability);
	FIELD(fp_port_ability, receive_offloads);
	FIELD(fp_port_ability, transmit_offloads);
	FIELD(fp_port_ability, frame_bytes_max);
	FIELD(fp_port_ability, mtu_bytes_max);
	FIELD(fp_port_ability, receive_queues);
	FIELD(fp_port_ability, transmit_queues);
	FIELD(fp_port_ability, flow_entries);

	SIZE(fp_sender);
	FIELD(fp_sender, refused_packets);

	SIZE(fp_port_settings);
	FIELD(fp_port_settings, pool);
	FIELD(fp_port_settings, receive_offloads);
	FIELD(fp_port_settings, transmit_offloads);
	FIELD(fp_port_settings, receive_queues);
	FIELD(fp_port_settings, transmit_queues);
	FIELD(fp_port_settings, descriptors);
	FIELD(fp_port_settings, mtu_bytes);
	FIELD(fp_port_settings, flow_buckets);

	SIZE(fp_port_state);
	FIELD(fp_port_state, receive_queues);
	FIELD(fp_port_state, transmit_queues);
	FIELD(fp_port_state, receive_descriptors);
	FIELD(fp_port_state, transmit_descriptors);
	FIELD(fp_port_state, mtu_bytes);
	FIELD(fp_port_state, spreads_flows);
	FIELD(fp_port_state, is_promiscuous);
	FIELD(fp_port_state, driver);

	SIZE(fp_port_statistics);
	FIELD(fp_port_statistics, received_packets);
	FIELD(fp_port_statistics, sent_packets);
	FIELD(fp_port_statistics, received_bytes);
	FIELD(fp_port_statistics, sent_bytes);
	FIELD(fp_port_statistics, missed_packets);
	FIELD(fp_port_statistics, receive_errors);
	FIELD(fp_port_statistics, send_errors);
	FIELD(fp_port_statistics, no_mbuf_packets);

	SIZE(fp_open_loop_counters);
	FIELD(fp_open_loop_counters, due_packets);
	FIELD(fp_open_loop_counters, received_packets);
	FIELD(fp_open_loop_counters, received_bytes);
	FIELD(fp_open_loop_counters, lost_packets);
	FIELD(fp_open_loop_counters, sent_packets);
	FIELD(fp_open_loop_counters, sent_bytes);
	FIELD(fp_open_loop_counters, poll_gap_cycles_max);

	SIZE(fp_instance);
	FIELD(fp_instance, base);
	FIELD(fp_instance, machine_stack_top);
	FIELD(fp_instance, sequence);
	FIELD(fp_instance, result);
	FIELD(fp_instance, fault);
	FIELD(fp_instance, fault_address);
	FIELD(fp_instance, fault_instruction);
	FIELD(fp_instance, condemned);
	FIELD(fp_instance, budget_ns);
	FIELD(fp_instance, text_start);
	FIELD(fp_instance, text_end);
	FIELD(fp_instance, machine_stack_low);
	FIELD(fp_instance, shown_base);
	FIELD(fp_instance, unbroken);

	printf("RTE_MEMPOOL_CACHE_MAX_SIZE %d\n", RTE_MEMPOOL_CACHE_MAX_SIZE);
	printf("RTE_PKTMBUF_HEADROOM %d\n", RTE_PKTMBUF_HEADROOM);
	return 0;
}
