/*
 * DPDK's answers to route lookups: rte_lpm and rte_fib for IPv4, rte_fib6 for IPv6.
 * stdin, little-endian: u32 count, routes; u32 count, addresses; the same for IPv6. stdout: for each IPv4 address a byte of
 * rte_lpm and one of rte_fib, for each IPv6 address one of rte_fib6: the next hop, or MISS.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_lpm.h>

#define MISS 8

struct route4 {
	uint32_t address;	/* host order */
	uint8_t length;
	uint8_t hop;
	uint8_t pad[2];
};
static_assert(sizeof(struct route4) == 8, "as the test writes it");

struct route6 {
	uint8_t address[16];
	uint8_t length;
	uint8_t hop;
	uint8_t pad[2];
};
static_assert(sizeof(struct route6) == 20, "as the test writes it");

static void
check(int right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "%s: %s\n", what, rte_strerror(rte_errno));
	exit(1);
}

/* An array of count elements, count first. */
static void *
read_array(size_t size, uint32_t *count)
{
	check(fread(count, sizeof(*count), 1, stdin) == 1, "count");
	void *items = calloc(*count + 1, size);
	check(items != NULL, "calloc");
	check(fread(items, size, *count, stdin) == *count, "array");
	return items;
}

static void
answer4(const struct route4 *routes, uint32_t routes_count, uint32_t *addresses, uint32_t addresses_count)
{
	struct rte_lpm_config lpm_config = { .max_rules = routes_count + 1, .number_tbl8s = 1 << 16 };
	struct rte_lpm *lpm = rte_lpm_create("lpm", SOCKET_ID_ANY, &lpm_config);
	check(lpm != NULL, "rte_lpm_create");
	/* rte_lpm refuses a prefix of length 0. With one rte_fib answered wrongly; we didn't look for the cause. */
	uint32_t default_hop = MISS;
	for (uint32_t i = 0; i < routes_count; i++)
		if (routes[i].length == 0)
			default_hop = routes[i].hop;
	struct rte_fib_conf fib_config = {
		.type = RTE_FIB_DIR24_8, .default_nh = default_hop, .max_routes = 2 * (int)routes_count + 16,
		.dir24_8 = { .nh_sz = RTE_FIB_DIR24_8_4B, .num_tbl8 = 1 << 16 },
	};
	struct rte_fib *fib = rte_fib_create("fib", SOCKET_ID_ANY, &fib_config);
	check(fib != NULL, "rte_fib_create");
	for (uint32_t i = 0; i < routes_count; i++) {
		const struct route4 *r = &routes[i];
		if (r->length == 0)
			continue;
		check(rte_lpm_add(lpm, r->address, r->length, r->hop) == 0, "rte_lpm_add");
		check(rte_fib_add(fib, r->address, r->length, r->hop) == 0, "rte_fib_add");
	}
	for (uint32_t i = 0; i < addresses_count; i++) {
		uint32_t hop;
		uint64_t fib_hop;
		putchar((int)(rte_lpm_lookup(lpm, addresses[i], &hop) == 0 ? hop : default_hop));
		check(rte_fib_lookup_bulk(fib, &addresses[i], &fib_hop, 1) == 0, "rte_fib_lookup_bulk");
		putchar((int)fib_hop);
	}
}

static void
answer6(const struct route6 *routes, uint32_t routes_count, uint8_t (*addresses)[16], uint32_t addresses_count)
{
	struct rte_fib6_conf config = {
		.type = RTE_FIB6_TRIE, .default_nh = MISS, .max_routes = 2 * (int)routes_count + 16,
		.trie = { .nh_sz = RTE_FIB6_TRIE_4B, .num_tbl8 = 1 << 18 },
	};
	struct rte_fib6 *fib = rte_fib6_create("fib6", SOCKET_ID_ANY, &config);
	check(fib != NULL, "rte_fib6_create");
	for (uint32_t i = 0; i < routes_count; i++)
		check(rte_fib6_add(fib, routes[i].address, routes[i].length, routes[i].hop) == 0, "rte_fib6_add");
	for (uint32_t i = 0; i < addresses_count; i++) {
		uint64_t hop;
		check(rte_fib6_lookup_bulk(fib, &addresses[i], &hop, 1) == 0, "rte_fib6_lookup_bulk");
		putchar((int)hop);
	}
}

int
main(int argc, char **argv)
{
	uint32_t routes4_count, addresses4_count, routes6_count, addresses6_count;
	check(rte_eal_init(argc, argv) >= 0, "rte_eal_init");
	/* All of stdin before a byte of stdout: whoever asks doesn't read yet. */
	struct route4 *routes4 = read_array(sizeof(*routes4), &routes4_count);
	uint32_t *addresses4 = read_array(sizeof(*addresses4), &addresses4_count);
	struct route6 *routes6 = read_array(sizeof(*routes6), &routes6_count);
	uint8_t (*addresses6)[16] = read_array(sizeof(*addresses6), &addresses6_count);
	answer4(routes4, routes4_count, addresses4, addresses4_count);
	answer6(routes6, routes6_count, addresses6, addresses6_count);
	return rte_eal_cleanup() < 0;
}
