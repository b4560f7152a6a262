// Arithmetic that traps, and what it leaves in the processor.
#include "ways.h"

void divides_by_zero(struct attacker *me, struct fp_burst *burst) { me->loot[0] = 5u / (uint32_t)nothing; }
void remainder_of_zero(struct attacker *me, struct fp_burst *burst) { me->loot[0] = me->bursts % nothing; }

void divides_smallest(struct attacker *me, struct fp_burst *burst)
{
	volatile int64_t smallest = INT64_MIN, minus_one = -1;
	me->loot[0] = (uint64_t)(smallest / minus_one);
}

void float_flags(struct attacker *me, struct fp_burst *burst)
{
	volatile double zero = 0, large = 1e308, small = 1e-308, sum = 0;
	sum = 1 / zero;
	sum = zero / zero;
	sum = large * large;
	sum = small * small;
	sum = large / 3;
	me->loot[0] = (uint64_t)(sum > 0);
}

void vectors_left(struct attacker *me, struct fp_burst *burst)
{
	typedef uint64_t vector __attribute__((vector_size(32), aligned(1)));
	vector sums[8];
	for (unsigned int i = 0; i < 8; i++)
		sums[i] = *(const volatile vector *)(me->loot + 4 * i);
	for (unsigned int round = 0; round < 16; round++)
		for (unsigned int i = 0; i < 8; i++)
			sums[i] = sums[i] * 6364136223846793005ull + sums[(i + 1) % 8];
	for (unsigned int i = 0; i < 8; i++)
		*(volatile vector *)(me->loot + 4 * i) = sums[i];
}
