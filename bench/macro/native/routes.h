/* A router's parts, for the loop of routes.c and the rte_graph nodes. */
#pragma once
#include "loops.h"
#include "tables.h"
#include <rte_lpm.h>

enum way { ROUTED, UNROUTED, BAD };

struct rte_lpm *routes_build(const struct route *routes, uint32_t count, const char *name);
enum way route_check(const struct rte_mbuf *m, uint32_t *dst);
uint64_t meter_red(struct rte_mbuf **burst, uint16_t count, uint64_t dead);
