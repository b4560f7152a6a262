// In place of DPDK's for modules: no operating system, and nothing that runs before main (rte_hash_crc_init_alg).
#pragma once

#define RTE_INIT_PRIO(function, priority) static void __attribute__((unused)) function(void)
