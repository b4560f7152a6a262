// Stacks: the module's variables lie in its arena, its return addresses don't.
#include "ways.h"

#include "places.h"

static __attribute__((noinline)) uint64_t fill(volatile uint8_t *from, int64_t bytes)
{
	for (int64_t i = 0; i < bytes; i++)
		from[i] = 0x41;
	return from[0];
}

static __attribute__((noinline)) uint64_t overrun(int64_t bytes)
{
	uint8_t array[32];
	return fill(array, bytes) + array[nothing];
}

void smash_array(struct attacker *me, struct fp_burst *burst) { me->loot[0] = overrun(4 << 20); }

void smash_a_little(struct attacker *me, struct fp_burst *burst)
{
	// Its own variables lie above the array; on a machine stack a return address would.
	volatile uint8_t above[256];
	above[nothing] = 1;
	me->loot[0] = overrun(64) + above[nothing];
}

static __attribute__((noinline)) uint64_t underrun(void)
{
	uint8_t array[32];
	return fill(array - 256 + nothing, 256) + array[nothing];
}

void underruns_array(struct attacker *me, struct fp_burst *burst) { me->loot[0] = underrun(); }

static __attribute__((noinline)) uint64_t deeper(uint64_t depth)
{
	if (depth == ~0ull)
		return nothing;
	return deeper(depth + 1 + nothing) * 3 + 1;
}

void recursion_of_calls(struct attacker *me, struct fp_burst *burst) { me->loot[0] = deeper(nothing); }

static __attribute__((noinline)) uint64_t wider(uint64_t depth)
{
	volatile uint8_t array[512];
	array[depth & 511] = (uint8_t)depth;
	if (depth == ~0ull)
		return nothing;
	return wider(depth + 1 + nothing) + array[(depth + nothing) & 511];
}

void recursion_of_variables(struct attacker *me, struct fp_burst *burst) { me->loot[0] = wider(nothing); }

void stack_word_to_host(struct attacker *me, struct fp_burst *burst)
{
	*(volatile uint64_t *)at(STACK_POINTER_OFFSET) = me->aim;
	me->loot[0] = overrun(16);
}

void stack_word_zero(struct attacker *me, struct fp_burst *burst)
{
	*(volatile uint64_t *)at(STACK_POINTER_OFFSET) = 0;
	me->loot[0] = overrun(16);
}

void host_stack(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void write_neighbour_stack(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_neighbour_stack(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }

void stack_by_distance(struct attacker *me, struct fp_burst *burst)
{
	uint64_t own[8];
	own[nothing] = me->aim;
	poke((uintptr_t)own + me->aim);
	me->loot[0] = own[nothing + 1];
}

void write_neighbour_calls(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_neighbour_calls(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }
void write_signal_stack(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_signal_stack(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }
void write_thread_local(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_thread_local(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }

static __attribute__((noinline)) uint8_t *lend(void)
{
	static uint8_t *volatile lent;
	uint8_t array[32];
	array[0] = 1;
	lent = array;
	return lent;
}

void remembers_variable(struct attacker *me, struct fp_burst *burst) { fill(lend(), 32); }
