/*
 * The graphs' nodes for librte_graph, in the style of DPDK's own (lib/node): each takes its stream and enqueues to its edges,
 * speculating that the packets go on together. They do what the hand-fused loops do, by the same functions, and count the same.
 */
#include "nodes.h"

static inline struct node_context *context(struct rte_node *node) { return (struct node_context *)node->ctx; }

static uint16_t receive_burst(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t unused)
{
	struct run *run = context(node)->run;
	uint16_t count = run->receive(run->receive_queue, (struct rte_mbuf **)node->objs, BURST);

	(void)packets;
	(void)unused;
	if (!count)
		return 0;
	run->counters[RX_PACKETS] += count;
	node->idx = count;
	rte_node_next_stream_move(graph, node, 0);
	return count;
}

/* A stream may hold more than a burst: several branches meet here. */
static uint16_t send_burst(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	struct run *run = context(node)->run;
	uint16_t sent = run->send(run->send_queue, (struct rte_mbuf **)packets, count);

	(void)graph;
	run->counters[TX_PACKETS] += sent;
	if (unlikely(sent < count)) {
		run->counters[TX_FULL] += (uint64_t)(count - sent);
		rte_pktmbuf_free_bulk((struct rte_mbuf **)packets + sent, count - sent);
	}
	return count;
}

static uint16_t drop_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	(void)graph;
	*context(node)->counter += count;
	rte_pktmbuf_free_bulk((struct rte_mbuf **)packets, count);
	return count;
}

static uint16_t count_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	(void)packets;
	*context(node)->counter += count;
	rte_node_next_stream_move(graph, node, 0);
	return count;
}

/* The edge of each packet by `decide`, as ip4_lookup_node does it: runs of packets for edge 0 are copied at once. */
static __rte_always_inline uint16_t steer(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count,
					  rte_edge_t (*decide)(struct rte_node *, struct rte_mbuf *))
{
	void **from = packets, **to = rte_node_next_stream_get(graph, node, 0, count);
	uint16_t held = 0, last = 0;

	for (uint16_t i = 0; i < count; i++) {
		rte_edge_t edge = decide(node, packets[i]);

		if (likely(edge == 0)) {
			last++;
			continue;
		}
		rte_memcpy(to, from, last * sizeof *from);
		from += last;
		to += last;
		held += last;
		last = 0;
		rte_node_enqueue_x1(graph, node, edge, from[0]);
		from++;
	}
	if (likely(last == count)) {
		rte_node_next_stream_move(graph, node, 0);
		return count;
	}
	rte_memcpy(to, from, last * sizeof *from);
	rte_node_next_stream_put(graph, node, 0, held + last);
	return count;
}

static __rte_always_inline rte_edge_t swap_one(struct rte_node *node, struct rte_mbuf *m)
{
	if (unlikely(!admit(m)))
		return 1;
	++*context(node)->counter;
	macswap(m);
	return 0;
}

static uint16_t swap_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	return steer(graph, node, packets, count, swap_one);
}

static __rte_always_inline rte_edge_t lower_one(struct rte_node *node, struct rte_mbuf *m)
{
	uint8_t *data = rte_pktmbuf_mtod(m, uint8_t *);

	++*context(node)->counter;
	if (unlikely(!is_plain(m, data)))
		return (rte_edge_t)lower_ttl_slow(m);
	if (unlikely(data[22] < 2))
		return 1;
	lower_ttl(data, 1);
	return 0;
}

static uint16_t lower_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	return steer(graph, node, packets, count, lower_one);
}

static __rte_always_inline rte_edge_t split_one(struct rte_node *node, struct rte_mbuf *m)
{
	(void)node;
	return likely(admit(m)) ? (rte_edge_t)to_udp_80(m) : 2;
}

static uint16_t split_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	return steer(graph, node, packets, count, split_one);
}

/* Eight ways at random: nothing to speculate on. */
static uint16_t shard_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	for (uint16_t i = 0; i < count; i++) {
		struct rte_mbuf *m = packets[i];

		rte_node_enqueue_x1(graph, node, likely(admit(m)) ? (rte_edge_t)shard_of(m) : 8, m);
	}
	return count;
}

static uint16_t filter_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	struct rte_mbuf **burst = (struct rte_mbuf **)packets;
	uint64_t bad = 0, denied;

	for (uint16_t i = 0; i < count; i++)
		bad |= (uint64_t)!admit(burst[i]) << i;
	denied = acl_denied(context(node)->run->tables, burst, count, bad);
	*context(node)->counter += (uint64_t)(count - __builtin_popcountll(bad));
	if (likely((bad | denied) == 0)) {
		rte_node_next_stream_move(graph, node, 0);
		return count;
	}
	for (uint16_t i = 0; i < count; i++)
		rte_node_enqueue_x1(graph, node, bad >> i & 1 ? 2 : denied >> i & 1, packets[i]);
	return count;
}

static __rte_always_inline rte_edge_t check_one(struct rte_node *node, struct rte_mbuf *m)
{
	uint32_t dst;

	if (unlikely(!admit(m)))
		return 2;
	++*context(node)->counter;
	return route_check(m, &dst) == BAD;
}

static uint16_t check_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	return steer(graph, node, packets, count, check_one);
}

static __rte_always_inline rte_edge_t look_up_one(struct rte_node *node, struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	uint32_t dst = be32(data + 30), hop;

	if (unlikely(!is_plain(m, data)) && route_check(m, &dst) == UNROUTED)
		return 1;
	return rte_lpm_lookup(context(node)->run->tables->lpm, dst, &hop) != 0;
}

/* Asks for all lines first: the streams come whole. */
static uint16_t look_up_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	const struct rte_lpm *lpm = context(node)->run->tables->lpm;

	for (uint16_t i = 0; i < count; i++)
		rte_prefetch0(&lpm->tbl24[be32(rte_pktmbuf_mtod((struct rte_mbuf *)packets[i], const uint8_t *) + 30) >> 8]);
	*context(node)->counter += count;
	return steer(graph, node, packets, count, look_up_one);
}

static uint16_t police_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	uint64_t red = meter_red((struct rte_mbuf **)packets, count, 0);

	*context(node)->counter += count;
	if (likely(red == 0)) {
		rte_node_next_stream_move(graph, node, 0);
		return count;
	}
	for (uint16_t i = 0; i < count; i++)
		rte_node_enqueue_x1(graph, node, red >> i & 1, packets[i]);
	return count;
}

static uint16_t track_all(struct rte_graph *graph, struct rte_node *node, void **packets, uint16_t count)
{
	struct rte_mbuf **burst = (struct rte_mbuf **)packets;
	uint64_t bad = 0;

	for (uint16_t i = 0; i < count; i++)
		bad |= (uint64_t)!admit(burst[i]) << i;
	flows_count(context(node)->run->tables->flows, burst, count, bad);
	*context(node)->counter += (uint64_t)(count - __builtin_popcountll(bad));
	if (likely(bad == 0)) {
		rte_node_next_stream_move(graph, node, 0);
		return count;
	}
	for (uint16_t i = 0; i < count; i++)
		rte_node_enqueue_x1(graph, node, bad >> i & 1, packets[i]);
	return count;
}

static int attach(const struct rte_graph *graph, struct rte_node *node)
{
	(void)graph;
	*context(node) = graph_node_context(node->name);
	return 0;
}

#define NODE(variable, node_name, function, is_source)                                                                       \
	static struct rte_node_register variable = {                                                                           \
		.name = node_name, .process = function, .init = attach, .flags = is_source ? RTE_NODE_SOURCE_F : 0,            \
	};                                                                                                                     \
	RTE_NODE_REGISTER(variable)

NODE(receive_node, "receive", receive_burst, 1);
NODE(send_node, "send", send_burst, 0);
NODE(drop_node, "drop", drop_all, 0);
NODE(count_node, "count", count_all, 0);
NODE(swap_node, "swap", swap_all, 0);
NODE(lower_node, "lower", lower_all, 0);
NODE(split_node, "split", split_all, 0);
NODE(shard_node, "shard", shard_all, 0);
NODE(filter_node, "filter", filter_all, 0);
NODE(check_node, "check", check_all, 0);
NODE(look_up_node, "look_up", look_up_all, 0);
NODE(police_node, "police", police_all, 0);
NODE(track_node, "track", track_all, 0);
