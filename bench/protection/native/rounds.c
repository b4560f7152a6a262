// Paired rounds: each runs all units in an order that is drawn anew, and the sides of a unit one right behind the other, these
// too. What the machine does to one side it does to the others.
#include "rounds.h"

#include <stdio.h>
#include <x86intrin.h>

enum {
	SAMPLE_PACKETS = 32 * FRAMES,
	SAMPLE_CALLS = 65536,              // of what has no packets: the first thousands fill caches and predictors
	SAMPLE_CALLS_ALTERNATING = 4096,   // each may be a system call
	WARM_UP_ROUNDS = 3,
};

static uint64_t random_state = 1;

// Calls or bursts of a sample.
static uint32_t times_of(const struct contender *contender)
{
	if (contender->burst)
		return SAMPLE_PACKETS / contender->burst;
	return contender->alternates ? SAMPLE_CALLS_ALTERNATING : SAMPLE_CALLS;
}

static int run_calls(const struct contender *contender)
{
	int fault = 0;
	for (uint32_t call = times_of(contender); call > 0; call--)
		fault |= node_process(contender->nodes[contender->alternates & call]);
	return fault;
}

static int run_bursts(const struct contender *contender)
{
	int fault = 0;
	for (uint32_t at = 0; at < SAMPLE_PACKETS; at += contender->burst) {
		const struct fp_packet *packets = contender->packets + at % FRAMES;
		for (uint32_t i = 0; i < contender->count; i++) {
			node_fill(contender->nodes[i], packets, contender->burst);
			fault |= node_process(contender->nodes[i]);
		}
	}
	return fault;
}

// Cycles a burst; negative: a fault.
static double run(const struct contender *contender)
{
	uint64_t start = __rdtsc();
	int fault = contender->burst ? run_bursts(contender) : run_calls(contender);
	uint64_t cycles = __rdtsc() - start;
	if (fault) {
		fprintf(stderr, "protection: %s, %s: its module faults (%d)\n", contender->name, contender->side, fault);
		return -1;
	}
	return (double)cycles / times_of(contender);
}

// Fisher and Yates.
static void shuffle(uint32_t *order, uint32_t count)
{
	for (uint32_t i = count - 1; i > 0; i--) {
		uint32_t other = (uint32_t)(draw(&random_state) % (i + 1)), moved = order[i];
		order[i] = order[other];
		order[other] = moved;
	}
}

static bool time_all(struct contender *contenders, uint32_t groups, uint32_t sides, uint32_t rounds)
{
	uint32_t order[CONTENDERS_MAX], order_of_sides[CONTENDERS_MAX];
	for (uint32_t i = 0; i < CONTENDERS_MAX; i++)
		order[i] = order_of_sides[i] = i;
	for (uint32_t round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
		shuffle(order, groups);
		for (uint32_t i = 0; i < groups; i++) {
			shuffle(order_of_sides, sides);
			for (uint32_t side = 0; side < sides; side++) {
				struct contender *contender = &contenders[order[i] * sides + order_of_sides[side]];
				double cycles = run(contender);
				if (cycles < 0)
					return false;
				if (round >= WARM_UP_ROUNDS)
					contender->cycles[round - WARM_UP_ROUNDS] = cycles;
			}
		}
	}
	return true;
}

bool rounds_print(struct contender *contenders, uint32_t count, uint32_t sides, uint32_t rounds)
{
	if (!time_all(contenders, count / sides, sides, rounds))
		return false;
	printf("\"samples\":[");
	for (uint32_t i = 0; i < count; i++) {
		const struct contender *contender = &contenders[i];
		printf("%s\n{\"unit\":\"%s\",\"side\":\"%s\",\"nodes\":%u,\"burst\":%u,\"cycles_per_burst\":[", i ? "," : "",
			contender->name, contender->side, contender->count, contender->burst);
		for (uint32_t round = 0; round < rounds; round++)
			printf("%s%.2f", round ? "," : "", contender->cycles[round]);
		printf("]}");
	}
	printf("]");
	return true;
}
