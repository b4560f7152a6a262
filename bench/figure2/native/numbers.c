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
	if (!rounds_run(contenders, count / side_count, side_count, rounds))
		return false;
	printf("\"samples\":[");
	for (uint32_t i = 0; i < count; i++) {
		printf("%s\n{\"unit\":\"%s\",\"side\":\"%s\",\"nodes\":1,\"burst\":%u,\"cycles_per_burst\":[", i ? "," : "",
			contenders[i].name, contenders[i].side, contenders[i].burst);
		for (uint32_t round = 0; round < rounds; round++)
			printf("%s%.2f", round ? "," : "", contenders[i].cycles[round]);
		printf("]}");
	}
	printf("]");
	return true;
}
