// Instructions, and cycles round by round.
#include "figure2.h"

#include <stdio.h>

bool print_steps(void)
{
	printf("\"steps\":[");
	for (uint32_t i = 0; i < UNITS; i++) {
		for (uint32_t side = 0; side < side_count; side++) {
			const struct entrant *entrant = &sides[side].entrants[i];
			double steps = steps_of_module(&entrant->node, entrant->packets);
			if (steps < 0) {
				fprintf(stderr, "figure2: %s by %s can't be single-stepped (ptrace)\n", units[i].name, sides[side].name);
				return false;
			}
			printf("%s\n{\"unit\":\"%s\",\"side\":\"%s\",\"instructions\":%.4f}", i || side ? "," : "", units[i].name,
				sides[side].name, steps);
		}
	}
	printf("]");
	return true;
}

bool print_samples(uint32_t rounds)
{
	static struct contender contenders[CONTENDERS_MAX];
	uint32_t count = 0;
	for (uint32_t i = 0; i < UNITS; i++) {
		for (uint32_t burst = 32; burst <= 64; burst *= 2) {
			for (uint32_t side = 0; side < side_count; side++) {
				struct entrant *entrant = &sides[side].entrants[i];
				contenders[count++] = (struct contender){
					.name = units[i].name, .side = sides[side].name, .nodes = {&entrant->node}, .packets = entrant->packets,
					.count = 1, .burst = burst, .cycles = calloc(rounds, sizeof(double)),
				};
				if (!contenders[count - 1].cycles)
					return false;
			}
		}
	}
	return rounds_print(contenders, count, side_count, rounds);
}
