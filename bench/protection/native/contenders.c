// What is timed: modules alone, calls alone, chains.
#include "harness.h"

#include <stdlib.h>

static struct contender contenders[CONTENDERS_MAX];
static uint32_t contender_count;

static bool add(uint32_t rounds, struct contender contender)
{
	contender.cycles = calloc(rounds, sizeof(double));
	contenders[contender_count++] = contender;
	return contender.cycles;
}

static bool add_units(uint32_t rounds, const struct pool *pool)
{
	bool is_added = true;
	for (uint32_t i = 0; i < UNIT_EMPTY; i++) {
		for (uint32_t burst = 32; burst <= 64; burst *= 2) {
			for (uint32_t side = 0; side < TIMED_SIDES; side++)
				is_added &= add(rounds, (struct contender){
					.name = units[i].name, .side = side_names[side], .nodes = {&units[i].nodes[side]}, .count = 1,
					.packets = pool->packets, .burst = burst,
				});
		}
	}
	return is_added;
}

// A call alone: of one instance, and of two in turn.
static bool add_calls(uint32_t rounds, const struct pool *pool)
{
	static struct node others[TIMED_SIDES];
	bool is_added = true;
	for (uint32_t alternates = 0; alternates < 2; alternates++) {
		for (uint32_t side = 0; side < TIMED_SIDES; side++) {
			is_added = is_added && (alternates || units_more(&others[side], 1, &units[UNIT_EMPTY], side, pool));
			is_added = is_added && add(rounds, (struct contender){
				.name = alternates ? "alternating" : "same", .side = side_names[side],
				.nodes = {&units[UNIT_EMPTY].nodes[side], &others[side]}, .count = 1 + alternates, .alternates = alternates,
			});
		}
	}
	return is_added;
}

static bool add_chains(uint32_t rounds, const struct pool *pool)
{
	static struct node chain[TIMED_SIDES][CONTENDER_NODES_MAX];
	for (uint32_t side = 0; side < TIMED_SIDES; side++) {
		if (!units_more(chain[side], CONTENDER_NODES_MAX, &units[UNIT_MACSWAP], side, pool))
			return false;
	}
	for (uint32_t count = 1; count <= CONTENDER_NODES_MAX; count *= 2) {
		for (uint32_t side = 0; side < TIMED_SIDES; side++) {
			struct contender contender = {
				.name = "chain", .side = side_names[side], .packets = pool->packets, .count = count, .burst = 64,
			};
			for (uint32_t i = 0; i < count; i++)
				contender.nodes[i] = &chain[side][i];
			if (!add(rounds, contender))
				return false;
		}
	}
	return true;
}

bool print_samples(const struct pool *pool, uint32_t rounds)
{
	return add_units(rounds, pool) && add_calls(rounds, pool) && add_chains(rounds, pool) &&
		rounds_print(contenders, contender_count, TIMED_SIDES, rounds);
}
