/* The packet filter of acl.c. */
#pragma once
#include "loops.h"
#include "tables.h"

struct rte_acl_ctx *acl_build(const struct acl_rule *rules, uint32_t count, const char *name);
uint64_t acl_denied(const struct tables *tables, struct rte_mbuf **burst, uint16_t count, uint64_t dead);
