// What the attacks share. Each is a function of one burst; attacks.def says what it aims at and what must come of it.
#pragma once

#include "fp_module.h"

#define LOOT_WORDS 64

// The state of an instance. What an attack gets hold of goes into `loot`: whoever finds a neighbour's bytes there, or anywhere
// in this arena, has found a leak.
struct attacker {
	uint64_t aim;
	uint64_t heap_end;
	uint64_t bursts;                 // that this instance has seen since its start or restart
	volatile uint64_t *own;          // a small array that it may use, with memory of its own around it
	uint8_t *kept;                   // a packet's address of an earlier burst
	uint64_t loot[LOOT_WORDS];
};

// No compiler knows what is in it.
extern volatile uint64_t nothing;

static inline uint8_t *at(uint64_t address)
{
	return (uint8_t *)(uintptr_t)(address + nothing);
}

static inline void poke(uint64_t address)
{
	*(volatile uint8_t *)at(address) = 0x41;
}

static inline void peek(struct attacker *me, uint64_t address)
{
	me->loot[0] = *(volatile uint8_t *)at(address);
}

// Past what one byte would show: takes a line of eight words.
static inline void take(struct attacker *me, uint64_t address)
{
	for (unsigned int i = 0; i < 8; i++)
		me->loot[i] = ((volatile uint64_t *)at(address))[i];
}

#define ATTACK(name, aim, outcome, what) void name(struct attacker *me, struct fp_burst *burst);
#include "attacks.def"
#undef ATTACK
