/* The graphs for librte_graph: which nodes, which edges, one set of clones a graph. */
#include "nodes.h"
#include <stdio.h>
#include <stdlib.h>

enum { LINKS_MAX = 16, EDGES_MAX = 9, NODES_MAX = 24 };

/* Node names are kind.counter; the counter of a kind that counts nothing is a spare one. Edges in the order of the node's own. */
struct link {
	const char *from;
	const char *to[EDGES_MAX + 1];
};

struct graph_text {
	const char *name;
	struct link links[LINKS_MAX];
};

#define ROUTES                                                                                                                 \
	{                                                                                                                      \
		{ "receive.63", { "check.4" } }, { "check.4", { "look_up.5", "drop.62", "drop.3" } },                          \
		{ "look_up.5", { "police.6", "drop.62" } }, { "police.6", { "swap.7", "drop.62" } },                           \
		{ "swap.7", { "send.63", "drop.3" } },                                                                         \
	}

/* Counters: 3 is MALFORMED, nodes begin at 4, 63 is what nobody compares. */
static const struct graph_text texts[] = {
	{ "io", { { "receive.63", { "send.63" } } } },
	{ "macswap", { { "receive.63", { "swap.4" } }, { "swap.4", { "send.63", "drop.3" } } } },
	{ "branch_merge",
	  { { "receive.63", { "split.63" } },
	    { "split.63", { "count.5", "count.4", "drop.3" } },
	    { "count.4", { "count.6" } },
	    { "count.5", { "count.6" } },
	    { "count.6", { "send.63" } } } },
	{ "eight_way",
	  { { "receive.63", { "shard.63" } },
	    { "shard.63", { "count.4", "count.5", "count.6", "count.7", "count.8", "count.9", "count.10", "count.11", "drop.3" } },
	    { "count.4", { "send.63" } },
	    { "count.5", { "send.63" } },
	    { "count.6", { "send.63" } },
	    { "count.7", { "send.63" } },
	    { "count.8", { "send.63" } },
	    { "count.9", { "send.63" } },
	    { "count.10", { "send.63" } },
	    { "count.11", { "send.63" } } } },
	{ "chain8",
	  { { "receive.63", { "count.4" } },
	    { "count.4", { "count.5" } },
	    { "count.5", { "count.6" } },
	    { "count.6", { "count.7" } },
	    { "count.7", { "count.8" } },
	    { "count.8", { "count.9" } },
	    { "count.9", { "count.10" } },
	    { "count.10", { "count.11" } },
	    { "count.11", { "send.63" } } } },
	{ "swap8",
	  { { "receive.63", { "swap.4" } },
	    { "swap.4", { "swap.5", "drop.3" } },
	    { "swap.5", { "swap.6", "drop.3" } },
	    { "swap.6", { "swap.7", "drop.3" } },
	    { "swap.7", { "swap.8", "drop.3" } },
	    { "swap.8", { "swap.9", "drop.3" } },
	    { "swap.9", { "swap.10", "drop.3" } },
	    { "swap.10", { "swap.11", "drop.3" } },
	    { "swap.11", { "send.63", "drop.3" } } } },
	{ "writes8",
	  { { "receive.63", { "shard.63" } },
	    { "shard.63", { "swap.4", "lower.5", "swap.6", "lower.7", "swap.8", "lower.9", "swap.10", "lower.11", "drop.3" } },
	    { "swap.4", { "send.63", "drop.3" } },
	    { "lower.5", { "send.63", "drop.62" } },
	    { "swap.6", { "send.63", "drop.3" } },
	    { "lower.7", { "send.63", "drop.62" } },
	    { "swap.8", { "send.63", "drop.3" } },
	    { "lower.9", { "send.63", "drop.62" } },
	    { "swap.10", { "send.63", "drop.3" } },
	    { "lower.11", { "send.63", "drop.62" } } } },
	{ "acl_10k",
	  { { "receive.63", { "filter.4" } },
	    { "filter.4", { "send.63", "count.5", "drop.3" } },
	    { "count.5", { "send.63" } } } },
	{ "flows",
	  { { "receive.63", { "track.4" } },
	    { "track.4", { "swap.5", "drop.3" } },
	    { "swap.5", { "send.63", "drop.3" } } } },
	{ "routes_1k", ROUTES },
	{ "routes_100k", ROUTES },
};

static struct run *current; /* of the graph that is being made */

struct node_context graph_node_context(const char *name)
{
	return (struct node_context){ current, &current->counters[atoi(strrchr(name, '.') + 1)] };
}

/* "swap.4" of graph "macswap" is a clone of the node "swap" and named "swap-macswap.4". */
static rte_node_t clone(const char *graph, const char *text, char name[RTE_NODE_NAMESIZE])
{
	char kind[16], suffix[40];
	const char *dot = strchr(text, '.');
	rte_node_t found;

	snprintf(kind, sizeof kind, "%.*s", (int)(dot - text), text);
	snprintf(suffix, sizeof suffix, "%s%s", graph, dot);
	snprintf(name, RTE_NODE_NAMESIZE, "%s-%s", kind, suffix);
	found = rte_node_from_name(name);
	return found != RTE_NODE_ID_INVALID ? found : rte_node_clone(rte_node_from_name(kind), suffix);
}

static int connect(const char *graph, const struct link *link)
{
	char names[EDGES_MAX + 1][RTE_NODE_NAMESIZE];
	const char *edges[EDGES_MAX];
	rte_node_t from = clone(graph, link->from, names[EDGES_MAX]);
	rte_edge_t count = 0;

	for (; link->to[count]; count++) {
		clone(graph, link->to[count], names[count]);
		edges[count] = names[count];
	}
	return rte_node_edge_update(from, 0, edges, count) == count;
}

/* NULL: rte_graph has no such graph. */
struct rte_graph *bench_make_graph(const char *name, struct run *run)
{
	const struct graph_text *text = NULL;
	char pattern[RTE_NODE_NAMESIZE];
	const char *patterns[] = { pattern };
	struct rte_graph_param parameters = { .socket_id = SOCKET_ID_ANY, .nb_node_patterns = 1, .node_patterns = patterns };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!strcmp(texts[i].name, name))
			text = &texts[i];
	if (!text)
		return NULL;
	for (const struct link *link = text->links; link->from; link++)
		if (!connect(name, link))
			return NULL;
	current = run;
	snprintf(pattern, sizeof pattern, "*-%s.*", name);
	return rte_graph_create(name, &parameters) == RTE_GRAPH_ID_INVALID ? NULL : rte_graph_lookup(name);
}

int bench_graph_loop(struct run *run)
{
	struct rte_graph *graph = run->graph;

	while (!run->stop)
		rte_graph_walk(graph);
	return 0;
}
