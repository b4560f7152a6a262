// Calls to what isn't a function of the module's, or not of that type.
#include "ways.h"

typedef void function(struct attacker *, struct fp_burst *);
typedef uint64_t number(uint64_t);

static void call(uint64_t address, struct attacker *me, struct fp_burst *burst)
{
	((function *)(uintptr_t)(address + nothing))(me, burst);
}

static __attribute__((noinline)) uint64_t twice(uint64_t value) { return value * 2; }
static __attribute__((noinline)) uint64_t thrice(uint64_t value) { return value * 3; }

static number *const numbers[] = {twice, thrice};

void call_host(struct attacker *me, struct fp_burst *burst) { call(me->aim, me, burst); }
void call_zero(struct attacker *me, struct fp_burst *burst) { call(0, me, burst); }
void call_near_function(struct attacker *me, struct fp_burst *burst) { call((uintptr_t)call_zero + 0x1000, me, burst); }
void call_wrong_type(struct attacker *me, struct fp_burst *burst) { call((uintptr_t)twice, me, burst); }

void call_data(struct attacker *me, struct fp_burst *burst)
{
	me->own[0] = 0xc3c3c3c3c3c3c3c3;   // ret
	call((uintptr_t)me->own, me, burst);
}

void call_packet(struct attacker *me, struct fp_burst *burst)
{
	memset(fp_packet(burst, 0), 0xc3, 14);
	call((uintptr_t)fp_packet(burst, 0), me, burst);
}

void call_table_overrun(struct attacker *me, struct fp_burst *burst)
{
	me->loot[0] = numbers[(sizeof(numbers) / sizeof(*numbers)) + 1000 + nothing](1);
}

void aborts(struct attacker *me, struct fp_burst *burst) { abort(); }

void unreachable(struct attacker *me, struct fp_burst *burst)
{
	if (!nothing)
		__builtin_trap();
}
