/*
 * A 10,000-rule packet filter in C: DPDK's rte_acl (tries in one, walked for 8 or 16 packets at once with SIMD), which is what a
 * C programmer takes. Its meaning is that of modules/acl/README.md: what isn't plain goes to an exact walk over the rules.
 */
#include "acl.h"
#include <rte_acl.h>

enum { PROTOCOL, SRC, DST, SRC_PORT, DST_PORT, FIELDS };
enum { KEY_OFFSET = 23 }; /* of an IPv4 header without options: from the protocol on */
enum { PERMIT = 1, DENY = 2 }; /* rte_acl says 0 where no rule matches */

RTE_ACL_RULE_DEF(acl_library_rule, FIELDS);

static const struct rte_acl_field_def fields[FIELDS] = {
	{ RTE_ACL_FIELD_TYPE_BITMASK, 1, PROTOCOL, 0, 0 },
	{ RTE_ACL_FIELD_TYPE_MASK, 4, SRC, 1, 26 - KEY_OFFSET },
	{ RTE_ACL_FIELD_TYPE_MASK, 4, DST, 2, 30 - KEY_OFFSET },
	{ RTE_ACL_FIELD_TYPE_RANGE, 2, SRC_PORT, 3, 34 - KEY_OFFSET },
	{ RTE_ACL_FIELD_TYPE_RANGE, 2, DST_PORT, 3, 36 - KEY_OFFSET },
};

static struct acl_library_rule library_rule(const struct acl_rule *rule, uint32_t index)
{
	struct acl_library_rule to = { .data = { .category_mask = 1, .userdata = rule->is_deny ? DENY : PERMIT } };

	to.data.priority = (int32_t)(RTE_ACL_MAX_PRIORITY - index); /* the first that matches decides */
	to.field[PROTOCOL].value.u8 = rule->protocol;
	to.field[PROTOCOL].mask_range.u8 = 0xff;
	to.field[SRC].value.u32 = rule->src;
	to.field[SRC].mask_range.u32 = rule->src_length;
	to.field[DST].value.u32 = rule->dst;
	to.field[DST].mask_range.u32 = rule->dst_length;
	to.field[SRC_PORT].mask_range.u16 = 0xffff;
	to.field[DST_PORT].value.u16 = rule->dst_port_first;
	to.field[DST_PORT].mask_range.u16 = rule->dst_port_last;
	return to;
}

/* NULL: no memory for them. */
struct rte_acl_ctx *acl_build(const struct acl_rule *rules, uint32_t count, const char *name)
{
	const struct rte_acl_param parameters = {
		.name = name, .socket_id = SOCKET_ID_ANY, .rule_size = RTE_ACL_RULE_SZ(FIELDS), .max_rule_num = count,
	};
	struct rte_acl_config config = { .num_categories = 1, .num_fields = FIELDS };
	struct rte_acl_ctx *acl = rte_acl_create(&parameters);

	if (!acl)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		struct acl_library_rule rule = library_rule(&rules[i], i);

		if (rte_acl_add_rules(acl, (const struct rte_acl_rule *)&rule, 1))
			return NULL;
	}
	memcpy(config.defs, fields, sizeof fields);
	return rte_acl_build(acl, &config) ? NULL : acl;
}

static int is_within(uint32_t address, uint32_t prefix, uint32_t length)
{
	return length == 0 || (address ^ prefix) >> (32 - length) == 0;
}

/* A port out of sight (a later fragment, a cut header) matches rules that deny, none that permit. */
static int rule_matches(const struct acl_rule *rule, const struct headers *h)
{
	if (!is_within(h->ip_src, rule->src, rule->src_length) || !is_within(h->ip_dst, rule->dst, rule->dst_length) ||
	    h->ip_proto != rule->protocol)
		return 0;
	if (!h->has_tcp && !h->has_udp)
		return rule->is_deny;
	return h->l4_dst >= rule->dst_port_first && h->l4_dst <= rule->dst_port_last;
}

__attribute__((noinline, cold)) static uint32_t verdict_slow(const struct tables *tables, struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));

	if (!h.has_ip4 && !h.has_ip6)
		return h.type == 0x0800 || h.type == 0x86dd ? DENY : PERMIT;
	for (uint32_t i = 0; h.has_ip4 && i < tables->acl_rule_count; i++)
		if (rule_matches(&tables->acl_rules[i], &h))
			return tables->acl_rules[i].is_deny ? DENY : PERMIT;
	return PERMIT;
}

/* Lanes that are denied; dead lanes are not looked at, and their bits are 0. */
uint64_t acl_denied(const struct tables *tables, struct rte_mbuf **burst, uint16_t count, uint64_t dead)
{
	static const uint8_t nothing[64]; /* protocol 0: no rule's */
	const uint8_t *keys[BURST];
	uint32_t verdicts[BURST];
	uint64_t denied = 0, odd = 0;

	for (uint16_t i = 0; i < count; i++) {
		const uint8_t *data = rte_pktmbuf_mtod(burst[i], const uint8_t *);
		/* TCP's ports are seen in a whole header only. */
		int is_dead = dead >> i & 1, is_sure = !is_dead && is_plain(burst[i], data) && has_whole_layer4(data);

		odd |= (uint64_t)(!is_dead & !is_sure) << i;
		keys[i] = is_sure ? data + KEY_OFFSET : nothing;
	}
	rte_acl_classify(tables->acl, keys, verdicts, count, 1);
	for (uint16_t i = 0; i < count; i++)
		denied |= (uint64_t)(verdicts[i] == DENY) << i;
	while (__builtin_expect(odd != 0, 0)) {
		int i = __builtin_ctzll(odd);

		odd &= odd - 1;
		denied |= (uint64_t)(verdict_slow(tables, burst[i]) == DENY) << i;
	}
	return denied;
}

int acl(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, denied;

		for (uint16_t i = 0; i < count; i++)
			bad |= (uint64_t)!admit(burst[i]) << i;
		denied = acl_denied(run->tables, burst, count, bad);
		if (__builtin_expect(bad != 0, 0))
			count = drop(run, burst, count, bad, 0);
		run->counters[NODES] += count;
		run->counters[NODES + 1] += (uint64_t)__builtin_popcountll(denied);
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}
