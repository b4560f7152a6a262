// In place of DPDK's for modules, whose own has assembly.
#pragma once

#include <stdint.h>

#include <rte_common.h>
#include <rte_config.h>

#define RTE_BIG_ENDIAN 1
#define RTE_LITTLE_ENDIAN 2
#define RTE_BYTE_ORDER RTE_LITTLE_ENDIAN

typedef uint16_t rte_be16_t, rte_le16_t;
typedef uint32_t rte_be32_t, rte_le32_t;
typedef uint64_t rte_be64_t, rte_le64_t;

// Macros, since DPDK's are used in initialisers too.
#define RTE_STATIC_BSWAP16(v) __builtin_bswap16((uint16_t)(v))
#define RTE_STATIC_BSWAP32(v) __builtin_bswap32((uint32_t)(v))
#define RTE_STATIC_BSWAP64(v) __builtin_bswap64((uint64_t)(v))
#define RTE_BE16(v) ((rte_be16_t)RTE_STATIC_BSWAP16(v))
#define RTE_BE32(v) ((rte_be32_t)RTE_STATIC_BSWAP32(v))
#define RTE_BE64(v) ((rte_be64_t)RTE_STATIC_BSWAP64(v))
#define RTE_LE16(v) ((rte_le16_t)(v))
#define RTE_LE32(v) ((rte_le32_t)(v))
#define RTE_LE64(v) ((rte_le64_t)(v))

#define rte_bswap16(x) __builtin_bswap16(x)
#define rte_bswap32(x) __builtin_bswap32(x)
#define rte_bswap64(x) __builtin_bswap64(x)
#define rte_cpu_to_le_16(x) (x)
#define rte_cpu_to_le_32(x) (x)
#define rte_cpu_to_le_64(x) (x)
#define rte_cpu_to_be_16(x) rte_bswap16(x)
#define rte_cpu_to_be_32(x) rte_bswap32(x)
#define rte_cpu_to_be_64(x) rte_bswap64(x)
#define rte_le_to_cpu_16(x) (x)
#define rte_le_to_cpu_32(x) (x)
#define rte_le_to_cpu_64(x) (x)
#define rte_be_to_cpu_16(x) rte_bswap16(x)
#define rte_be_to_cpu_32(x) rte_bswap32(x)
#define rte_be_to_cpu_64(x) rte_bswap64(x)
