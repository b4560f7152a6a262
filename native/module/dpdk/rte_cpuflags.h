// In place of DPDK's for modules: all are compiled for x86-64-v3, which has SSE4.2.
#pragma once

enum rte_cpu_flag_t { RTE_CPUFLAG_SSE4_2, RTE_CPUFLAG_EM64T };

static inline int rte_cpu_get_flag_enabled(enum rte_cpu_flag_t flag)
{
	return flag == RTE_CPUFLAG_SSE4_2 || flag == RTE_CPUFLAG_EM64T;
}
