/* What the nodes (nodes.c) and the graphs made of them (graphs.c) share. */
#pragma once
/* Its statistics read the TSC twice a node and burst; the fastest rte_graph is built without. */
#undef RTE_LIBRTE_GRAPH_STATS
#include "acl.h"
#include "flows.h"
#include "routes.h"
#include <rte_graph.h>
#include <rte_graph_worker.h>

struct node_context { /* in rte_node.ctx */
	struct run *run;
	uint64_t *counter;
};
_Static_assert(sizeof(struct node_context) <= RTE_NODE_CTX_SZ, "the context of a node is inside the node");

/* Of the graph that is being made. The name ends in the index of its counter: count-chain8.4 */
struct node_context graph_node_context(const char *name);
