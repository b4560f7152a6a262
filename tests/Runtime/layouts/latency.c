// latency: prints the buckets' worst errors, and what the percentiles of 1 to 100,000 are, in cycles.
#include <stdio.h>

#include "latency.h"

static struct latency latency;

// A time comes back as a bucket's longest: how much too long at most, in 1/128 of it; negative: too short.
static double error_of(uint64_t cycles)
{
	static struct latency one;
	one = (struct latency){0};
	latency_add(&one, cycles);
	return ((double)latency_of(&one, 1000000) - (double)cycles) * 128 / (double)cycles;
}

int main(void)
{
	double least = 0, most = 0;
	for (int bits = 1; bits < LATENCY_BITS; bits++) {
		for (uint64_t part = 0; part < 1021; part++) {
			uint64_t cycles = (UINT64_C(1) << bits) + (uint64_t)((unsigned __int128)part * (UINT64_C(1) << bits) / 1021);
			double error = error_of(cycles);
			least = error < least ? error : least;
			most = error > most ? error : most;
		}
	}
	printf("too short %d too long %d\n", least < 0, most > 1);
	printf("exact %d\n", error_of(1) == 0 && error_of(255) == 0);
	printf("beyond %llu\n", (unsigned long long)(error_of(UINT64_C(1) << 40) < 0));
	printf("none %llu\n", (unsigned long long)latency_of(&latency, 999000));
	for (uint64_t cycles = 1; cycles <= 100000; cycles++)
		latency_add(&latency, cycles);
	for (uint32_t i = 0; i < 3; i++)
		printf("percentile %llu\n", (unsigned long long)latency_of(&latency, (uint32_t[]){500000, 999000, 1000000}[i]));
	return 0;
}
