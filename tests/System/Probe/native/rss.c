// What a port's driver says of the key and the redirection table that it was given.
#include <errno.h>
#include <stdint.h>

#include <rte_ethdev.h>

int rss_key(uint16_t port, uint8_t *key, int capacity)
{
	struct rte_eth_rss_conf configuration = {.rss_key = key, .rss_key_len = (uint8_t)capacity};
	int result = rte_eth_dev_rss_hash_conf_get(port, &configuration);
	return result ? result : configuration.rss_key_len;
}

int rss_table(uint16_t port, uint16_t *queues, int capacity)
{
	struct rte_eth_rss_reta_entry64 groups[2048 / RTE_ETH_RETA_GROUP_SIZE] = {0};
	struct rte_eth_dev_info device;
	int result = rte_eth_dev_info_get(port, &device);
	if (result)
		return result;
	if (device.reta_size > capacity)
		return -ENOSPC;
	for (int entry = 0; entry < device.reta_size; entry++)
		groups[entry / RTE_ETH_RETA_GROUP_SIZE].mask |= UINT64_C(1) << entry % RTE_ETH_RETA_GROUP_SIZE;
	result = rte_eth_dev_rss_reta_query(port, groups, device.reta_size);
	if (result)
		return result;
	for (int entry = 0; entry < device.reta_size; entry++)
		queues[entry] = groups[entry / RTE_ETH_RETA_GROUP_SIZE].reta[entry % RTE_ETH_RETA_GROUP_SIZE];
	return device.reta_size;
}
