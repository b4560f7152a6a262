// How many tokens a rate has given by now: floor(cycles * rate / cycles per second), plus those at the start. RFC 2697 section 3
// adds a token "CIR times per second"; this counts those times. What a division leaves is carried on, so it doesn't matter how
// often it is asked, and all lcores count the same. A clock that goes back stands still for that step.
#pragma once

#include "fp_module.h"

struct rate_clock {
	uint64_t bytes_per_second;
	uint64_t cycles_per_second;
	uint64_t reciprocal;        // floor((2^64 - 1) / cycles_per_second): a product's high half is the quotient or one less
	uint64_t step_cycles_max;   // beyond it a step's product doesn't fit 64 bits, or the step is one back
	uint64_t last_cycles;
	uint64_t remainder;
	uint64_t given_bytes;
};

static inline struct rate_clock rate_clock(uint64_t bytes_per_second, uint64_t cycles_per_second, uint64_t start_bytes)
{
	uint64_t step_cycles_max = (UINT64_MAX - cycles_per_second) / bytes_per_second;
	return (struct rate_clock){
		.bytes_per_second = bytes_per_second,
		.cycles_per_second = cycles_per_second,
		.reciprocal = UINT64_MAX / cycles_per_second,
		.step_cycles_max = step_cycles_max < INT64_MAX ? step_cycles_max : INT64_MAX,
		.given_bytes = start_bytes,
	};
}

static inline void rate_clock_give(struct rate_clock *clock, uint64_t step_cycles)
{
	uint64_t product = step_cycles * clock->bytes_per_second + clock->remainder;
	uint64_t quotient = (uint64_t)((unsigned __int128)product * clock->reciprocal >> 64);
	uint64_t rest = product - quotient * clock->cycles_per_second;
	bool one = rest >= clock->cycles_per_second;
	clock->given_bytes += quotient + one;
	clock->remainder = one ? rest - clock->cycles_per_second : rest;
}

// The first burst, one after a long silence, and a clock that went back.
static inline void rate_clock_leap(struct rate_clock *clock, uint64_t step_cycles)
{
	if (step_cycles >> 63)
		return;
	clock->given_bytes += step_cycles / clock->cycles_per_second * clock->bytes_per_second;
	uint64_t rest = step_cycles % clock->cycles_per_second;
	for (; rest > clock->step_cycles_max; rest -= clock->step_cycles_max)
		rate_clock_give(clock, clock->step_cycles_max);
	rate_clock_give(clock, rest);
}

// The bytes given by `now_cycles`.
static inline uint64_t rate_clock_advance(struct rate_clock *clock, uint64_t now_cycles)
{
	uint64_t step = now_cycles - clock->last_cycles;
	clock->last_cycles = now_cycles;
	if (__builtin_expect(step <= clock->step_cycles_max, 1))
		rate_clock_give(clock, step);
	else
		rate_clock_leap(clock, step);
	return clock->given_bytes;
}
