/* The flow table of flows.c. */
#pragma once
#include "loops.h"
#include "tables.h"

struct flow *flows_create(void);
void flows_count(struct flow *flows, struct rte_mbuf **burst, uint16_t count, uint64_t dead);
