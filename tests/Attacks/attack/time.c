// Calls that don't return.
#include "ways.h"

void endless_loop(struct attacker *me, struct fp_burst *burst)
{
	while (!nothing)
		;
}

void endless_stores(struct attacker *me, struct fp_burst *burst)
{
	while (!nothing)
		me->own[0]++;
}

static __attribute__((noinline)) void pong(struct attacker *me, uint64_t turn);

static __attribute__((noinline)) void ping(struct attacker *me, uint64_t turn)
{
	me->own[0] = turn;
	if (!nothing)
		pong(me, turn + 1);
}

static __attribute__((noinline)) void pong(struct attacker *me, uint64_t turn)
{
	me->own[1] = turn;
	if (!nothing)
		ping(me, turn + 1);
}

void endless_tail_calls(struct attacker *me, struct fp_burst *burst) { ping(me, 0); }

void long_set(struct attacker *me, struct fp_burst *burst)
{
	for (uint64_t turn = 0; !nothing; turn++)
		memset((void *)me->own, (int)turn, 8192);
}
