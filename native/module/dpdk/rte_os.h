// In place of DPDK's for modules: no operating system, and nothing that runs before main. What DPDK would do there
// (rte_hash_crc_init_alg) a module does in `init`.
#pragma once

#define RTE_INIT_PRIO(function, priority) static void __attribute__((unused)) function(void)
