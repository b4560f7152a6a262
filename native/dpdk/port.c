#include "fp_dpdk.h"
#include "symmetric_key.h"

#include <string.h>

#include <rte_common.h>
#include <rte_ethdev.h>
#include <rte_string_fns.h>

// Drivers keep the pointer: longer than any device's.
static uint8_t symmetric_key[64];

// Hash types of flow.hash (graphs/SCHEMA.md): ports of whole TCP and UDP packets, addresses of everything else that is IP. Not
// the _EX ones, which hash addresses from extension headers.
enum { TABLE_MAX = 2048 };
static const uint64_t IP4_OTHERS = RTE_ETH_RSS_FRAG_IPV4 | RTE_ETH_RSS_NONFRAG_IPV4_OTHER;
static const uint64_t IP6_OTHERS = RTE_ETH_RSS_FRAG_IPV6 | RTE_ETH_RSS_NONFRAG_IPV6_OTHER;
static const uint64_t WITH_PORTS = RTE_ETH_RSS_NONFRAG_IPV4_TCP | RTE_ETH_RSS_NONFRAG_IPV4_UDP |
	RTE_ETH_RSS_NONFRAG_IPV6_TCP | RTE_ETH_RSS_NONFRAG_IPV6_UDP;

static bool has_all(uint64_t types, uint64_t wanted)
{
	return (types & wanted) == wanted;
}

// A device that lacks one of them would send those packets to another queue than software does.
static bool hashes_flows(const struct rte_eth_dev_info *device)
{
	const uint64_t types = device->flow_type_rss_offloads;
	return has_all(types, WITH_PORTS) && ((types & RTE_ETH_RSS_IPV4) || has_all(types, IP4_OTHERS)) &&
		((types & RTE_ETH_RSS_IPV6) || has_all(types, IP6_OTHERS)) && device->hash_key_size <= sizeof(symmetric_key);
}

static void ask_for_rss(const struct rte_eth_dev_info *device, struct rte_eth_conf *configuration)
{
	const uint64_t wanted = WITH_PORTS | RTE_ETH_RSS_IPV4 | IP4_OTHERS | RTE_ETH_RSS_IPV6 | IP6_OTHERS;
	fp_symmetric_key(symmetric_key, sizeof(symmetric_key));
	configuration->rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
	configuration->rx_adv_conf.rss_conf = (struct rte_eth_rss_conf){
		.rss_key = symmetric_key,
		.rss_key_len = device->hash_key_size ? device->hash_key_size : 40,
		.rss_hf = device->flow_type_rss_offloads & wanted,
	};
}

// Whether the key is in force. Some drivers take it from the configuration, some only from an update; one that can't be asked
// is believed.
static bool has_symmetric_key(uint16_t port, const struct rte_eth_dev_info *device, const struct rte_eth_conf *configuration)
{
	struct rte_eth_rss_conf wanted = configuration->rx_adv_conf.rss_conf;
	for (int attempt = 0; attempt < 2; attempt++) {
		uint8_t key[sizeof(symmetric_key)] = {0};
		struct rte_eth_rss_conf found = {.rss_key = key, .rss_key_len = sizeof(key)};
		int result = rte_eth_dev_rss_hash_conf_get(port, &found);
		if (result)
			return result == -ENOTSUP;
		if (!memcmp(key, symmetric_key, device->hash_key_size ? device->hash_key_size : 40))
			return true;
		if (rte_eth_dev_rss_hash_update(port, &wanted))
			return false;
	}
	return false;
}

// Entry e answers for the packets whose hash ends in e, and so for one bucket: both are powers of two.
static bool fill_redirection_table(uint16_t port, uint16_t entries, const struct fp_port_settings *settings)
{
	struct rte_eth_rss_reta_entry64 groups[TABLE_MAX / RTE_ETH_RETA_GROUP_SIZE] = {0};
	for (uint16_t entry = 0; entry < entries; entry++) {
		struct rte_eth_rss_reta_entry64 *group = &groups[entry / RTE_ETH_RETA_GROUP_SIZE];
		const unsigned int place = entry % RTE_ETH_RETA_GROUP_SIZE;
		group->mask |= UINT64_C(1) << place;
		group->reta[place] = entry % settings->flow_buckets % settings->receive_queues;
	}
	return !rte_eth_dev_rss_reta_update(port, groups, entries);
}

int fp_port_ability(uint16_t port, struct fp_port_ability *ability)
{
	struct rte_eth_dev_info device;
	int result = rte_eth_dev_info_get(port, &device);
	if (!result && !strcmp(device.driver_name, "net_bonding")) {
		const struct rte_eth_conf plain = {0};
		result = rte_eth_dev_configure(port, 1, 1, &plain);
		if (!result)
			result = rte_eth_dev_info_get(port, &device);
	}
	if (result)
		return result;
	const uint16_t entries = device.reta_size;
	const bool can_spread = entries >= RTE_ETH_RETA_GROUP_SIZE && entries <= TABLE_MAX && rte_is_power_of_2(entries);
	*ability = (struct fp_port_ability){
		.receive_offloads = device.rx_offload_capa,
		.transmit_offloads = device.tx_offload_capa,
		.frame_bytes_max = device.max_rx_pktlen,
		.mtu_bytes_max = device.max_mtu,
		.receive_queues = device.max_rx_queues,
		.transmit_queues = device.max_tx_queues,
		.flow_entries = can_spread && hashes_flows(&device) ? entries : 0,
	};
	return 0;
}

static int set_up_queues(uint16_t port, const struct fp_port_settings *settings, struct fp_port_state *state)
{
	const unsigned int socket = (unsigned int)rte_eth_dev_socket_id(port);
	int result = rte_eth_dev_adjust_nb_rx_tx_desc(port, &state->receive_descriptors, &state->transmit_descriptors);
	for (uint16_t queue = 0; !result && queue < state->receive_queues; queue++)
		result = rte_eth_rx_queue_setup(port, queue, state->receive_descriptors, socket, NULL, settings->pool);
	for (uint16_t queue = 0; !result && queue < state->transmit_queues; queue++)
		result = rte_eth_tx_queue_setup(port, queue, state->transmit_descriptors, socket, NULL);
	return result;
}

int fp_port_start(uint16_t port, const struct fp_port_settings *settings, struct fp_port_state *state)
{
	struct rte_eth_dev_info device;
	int result = rte_eth_dev_info_get(port, &device);
	if (result)
		return result;

	memset(state, 0, sizeof(*state));
	rte_strscpy(state->driver, device.driver_name ? device.driver_name : "", sizeof(state->driver));
	state->receive_queues = settings->receive_queues;
	state->transmit_queues = settings->transmit_queues;
	state->receive_descriptors = settings->descriptors;
	state->transmit_descriptors = settings->descriptors;

	struct rte_eth_conf configuration = {0};
	configuration.rxmode.mtu = settings->mtu_bytes;
	if (settings->receive_queues > 1 && device.reta_size && device.hash_key_size <= sizeof(symmetric_key))
		ask_for_rss(&device, &configuration);
	configuration.rxmode.offloads = settings->receive_offloads;
	configuration.txmode.offloads = settings->transmit_offloads;

	result = rte_eth_dev_configure(port, state->receive_queues, state->transmit_queues, &configuration);
	if (!result)
		result = set_up_queues(port, settings, state);
	if (!result)
		result = rte_eth_dev_start(port);
	if (result)
		return result;
	// Refused: every queue then has packets of every flow, and the lcores hand them over.
	state->spreads_flows = settings->flow_buckets && has_symmetric_key(port, &device, &configuration) &&
		fill_redirection_table(port, device.reta_size, settings);
	rte_eth_dev_get_mtu(port, &state->mtu_bytes);
	state->is_promiscuous = !rte_eth_promiscuous_enable(port);
	return 0;
}

int fp_port_statistics(uint16_t port, struct fp_port_statistics *statistics)
{
	struct rte_eth_stats device;
	int result = rte_eth_stats_get(port, &device);
	if (result)
		return result;
	*statistics = (struct fp_port_statistics){
		.received_packets = device.ipackets,
		.sent_packets = device.opackets,
		.received_bytes = device.ibytes,
		.sent_bytes = device.obytes,
		.missed_packets = device.imissed,
		.receive_errors = device.ierrors,
		.send_errors = device.oerrors,
		.no_mbuf_packets = device.rx_nombuf,
	};
	return 0;
}
