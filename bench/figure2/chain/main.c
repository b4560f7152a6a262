// chain <folder> <rounds> <bursts>: prints samples as JSON. The folder holds <side>/macswap_c.so of none, mask and segment.
#define _GNU_SOURCE
#include "chain.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

enum { NONE, MASK, SEGMENT, SIDES, ROUNDS_MAX = 1000, CONTENDERS = 64, BURSTS_MAX = 1 << 16, BURSTS_ALONE = 512 };

static const char *const side_names[SIDES] = {"none", "mask", "segment"};

static struct node nodes[SIDES][NODES_MAX];

// A chain by one of the ways.
struct chain {
	const char *way;
	uint32_t side, count;
	bool is_forked;
	enum waiting waiting;
	struct outcome *outcomes;      // by round
	uint64_t *alone_cycles;        // latency with one burst under way
};

static struct chain chains[CONTENDERS];
static uint32_t chain_count;

static bool make(const char *folder, const struct pool *pool)
{
	for (uint32_t side = 0; side < SIDES; side++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s/macswap_c.so", folder, side_names[side]);
		void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		const struct fp_module *(*descriptor)(void) =
			library ? (const struct fp_module *(*)(void))dlsym(library, "fp_module_macswap_c") : NULL;
		const char *refusal = descriptor ? NULL : dlerror();
		for (uint32_t i = 0; !refusal && i < NODES_MAX; i++)
			refusal = node_make(&nodes[side][i], descriptor(), (struct config){"", 1}, &pool->around);
		if (refusal) {
			fprintf(stderr, "chain: %s\n", refusal);
			return false;
		}
	}
	return true;
}

static void add(struct chain chain, uint32_t rounds)
{
	chain.outcomes = calloc(rounds, sizeof(*chain.outcomes));
	chain.alone_cycles = calloc(rounds, sizeof(*chain.alone_cycles));
	chains[chain_count++] = chain;
}

static void add_all(uint32_t rounds)
{
	uint32_t processors = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
	for (uint32_t count = 1; count <= NODES_MAX; count *= 2) {
		for (uint32_t side = 0; side < SIDES; side++)
			add((struct chain){.way = side_names[side], .side = side, .count = count}, rounds);
		add((struct chain){.way = "yield", .count = count, .is_forked = true, .waiting = WAIT_YIELD}, rounds);
		add((struct chain){.way = "futex", .count = count, .is_forked = true, .waiting = WAIT_FUTEX}, rounds);
		if (count <= processors)
			add((struct chain){.way = "cores", .count = count, .is_forked = true, .waiting = WAIT_SPIN}, rounds);
	}
}

// macswap, as often as a frame has met it: an even number of times is none.
static bool is_right(struct pool *pool, bool is_swapped)
{
	static uint8_t after[FRAMES * FRAME_BYTES];
	memcpy(after, pool->frames, sizeof(after));
	pool_fill(pool);
	for (uint32_t i = 0; i < FRAMES; i++) {
		const uint8_t *is = after + i * FRAME_BYTES, *was = pool->frames + i * FRAME_BYTES;
		uint32_t other = is_swapped ? 6 : 0;
		if (memcmp(is, was + other, 6) || memcmp(is + 6, was + 6 - other, 6) || memcmp(is + 12, was + 12, FRAME_BYTES - 12))
			return false;
	}
	return true;
}

static bool run(struct chain *chain, struct pool *pool, uint32_t bursts, uint32_t round)
{
	struct outcome *outcome = &chain->outcomes[round], alone;
	struct node *first = nodes[chain->side];
	pool_fill(pool);
	bool is_done = chain->is_forked
		? chain_fork(first, chain->count, pool, bursts, chain->waiting, WINDOW_MAX, outcome)
		: chain_call(first, chain->count, pool, bursts, outcome);
	bool is_good = is_done && is_right(pool, bursts * BURST / FRAMES * chain->count & 1);
	chain->alone_cycles[round] = outcome->latency_cycles;
	if (is_good && chain->is_forked) {
		is_good = chain_fork(first, chain->count, pool, BURSTS_ALONE, chain->waiting, 1, &alone);
		chain->alone_cycles[round] = alone.latency_cycles;
	}
	if (!is_good)
		fprintf(stderr, "chain: %u nodes by %s: %s\n", chain->count, chain->way, is_done ? "frames are wrong" : "it failed");
	return is_good;
}

// Fisher and Yates.
static void shuffle(uint32_t *order)
{
	static uint64_t random = 1;
	for (uint32_t i = chain_count - 1; i > 0; i--) {
		uint32_t other = (uint32_t)(draw(&random) % (i + 1)), moved = order[i];
		order[i] = order[other];
		order[other] = moved;
	}
}

static void print(uint32_t rounds)
{
	printf("{\"tsc_hz\":%.0f,\"processors\":%ld,\"uses_wrgsbase\":%s,\"samples\":[", tsc_hz(), sysconf(_SC_NPROCESSORS_ONLN),
		fp_gate_uses_wrgsbase() ? "true" : "false");
	for (uint32_t i = 0; i < chain_count; i++) {
		printf("%s\n{\"way\":\"%s\",\"nodes\":%u,\"cycles_per_packet\":[", i ? "," : "", chains[i].way, chains[i].count);
		for (uint32_t round = 0; round < rounds; round++)
			printf("%s%.3f", round ? "," : "", chains[i].outcomes[round].cycles_per_packet);
		printf("],\"latency_cycles\":[");
		for (uint32_t round = 0; round < rounds; round++)
			printf("%s%lu", round ? "," : "", chains[i].outcomes[round].latency_cycles);
		printf("],\"alone_cycles\":[");
		for (uint32_t round = 0; round < rounds; round++)
			printf("%s%lu", round ? "," : "", chains[i].alone_cycles[round]);
		printf("]}");
	}
	printf("]}\n");
}

int main(int count, char **arguments)
{
	static struct pool pool;
	uint32_t rounds = count == 4 ? (uint32_t)atoi(arguments[2]) : 0, bursts = count == 4 ? (uint32_t)atoi(arguments[3]) : 0;
	if (!rounds || rounds > ROUNDS_MAX || !bursts || bursts > BURSTS_MAX || bursts * BURST % FRAMES) {
		fprintf(stderr, "usage: chain <folder> <rounds> <bursts, a multiple of %d>\n", FRAMES / BURST);
		return 2;
	}
	run_on(0);
	int result = fp_gate_start();
	run_on((int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	if (result || !pool_make(&pool) || !make(arguments[1], &pool))
		return 1;
	add_all(rounds);
	uint32_t order[CONTENDERS];
	for (uint32_t i = 0; i < chain_count; i++)
		order[i] = i;
	for (uint32_t round = 0; round < rounds; round++) {
		shuffle(order);
		for (uint32_t i = 0; i < chain_count; i++) {
			if (!run(&chains[order[i]], &pool, bursts, round))
				return 1;
		}
	}
	print(rounds);
	return 0;
}
