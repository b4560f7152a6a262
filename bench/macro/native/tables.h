/* What the graphs with tables look up in, for the hand-fused C and the rte_graph nodes: DPDK's own structures. */
#pragma once
#include <stdint.h>

struct rte_acl_ctx;
struct rte_lpm;

struct acl_rule { /* host order; every rule has an IPv4 source prefix, a destination prefix, a protocol and destination ports */
	uint32_t src, dst;
	uint8_t src_length, dst_length, protocol, is_deny;
	uint16_t dst_port_first, dst_port_last;
};

struct route { /* host order */
	uint32_t prefix;
	uint8_t length, hop;
};

struct flow;

struct tables {
	struct rte_acl_ctx *acl;
	const struct acl_rule *acl_rules;
	uint32_t acl_rule_count;
	struct rte_lpm *lpm;
	struct flow *flows;
};
