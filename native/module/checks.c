// Checks in code of modules, by compare and by mpx: what one that fails says; for mpx bounds of each thread that enters modules,
// and whether they do anything.
#define _GNU_SOURCE
#include "checks.h"
#include "fp_gate.h"

#include <cpuid.h>
#include <stdbool.h>

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};
#undef ARENA

// gate.S has them.
extern const uint8_t fp_gate_check[], fp_gate_check_end[];

// By compare (native/protect/Compare.cpp): it stands in the trap.
static int register_of_trap(const uint8_t *trap, const uint8_t *end)
{
	enum { ADDRESS_SIZE = 0x67, REX_W = 0x48, REX_R = 4, UD1 = 0xb9, BYTES = 6 };
	if (end - trap < BYTES || trap[0] != ADDRESS_SIZE || (trap[1] & ~REX_R) != REX_W || trap[2] != 0x0f || trap[3] != UD1
		|| trap[5] != FP_FAULT_MEMORY)
		return -1;
	return (trap[1] & REX_R) << 1 | (trap[4] >> 3 & 7);
}

// By mpx (native/protect/Mpx.cpp): bndcl or bndcu itself.
static int register_of_bounds(const uint8_t *check, const uint8_t *end)
{
	enum { REPEAT = 0xf3, REPEAT_NOT = 0xf2, REX_B = 0x41, BNDCL_BNDCU = 0x1a, IS_REGISTER = 0xc0, BYTES = 4 };
	if (end - check < BYTES || (check[0] != REPEAT && check[0] != REPEAT_NOT))
		return -1;
	bool has_rex = check[1] == REX_B;
	check += has_rex;
	if (end - check < BYTES || check[1] != 0x0f || check[2] != BNDCL_BNDCU || check[3] < IS_REGISTER)
		return -1;
	return has_rex << 3 | (check[3] & 7);
}

int fp_checked_register(const uint8_t *instruction, const uint8_t *end)
{
	int trapped = register_of_trap(instruction, end);
	return trapped < 0 ? register_of_bounds(instruction, end) : trapped;
}

// BNDCFGU says so, and that jumps, calls and returns keep bounds; XRSTOR alone writes it (Intel SDM volume 1, Intel MPX, 13.5 and
// 13.8). Where there is none nothing changes, and a check is a nop.
void fp_bounds_start(void)
{
	enum {
		OSXSAVE = 1 << 27, BNDREGS = 1 << 3, BNDCSR = 1 << 4, ENABLE = 1, PRESERVE = 2,
		XSAVE_LEAF = 0xd, COMPONENT = 4, HEADER_OFFSET = 512, AREA_BYTES = 4096,
	};
	unsigned low, high, bytes, offset, features;
	__cpuid(1, low, high, features, bytes);
	if (!(features & OSXSAVE))
		return;
	__asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	__cpuid_count(XSAVE_LEAF, COMPONENT, bytes, offset, features, high);
	if ((low & (BNDREGS | BNDCSR)) != (BNDREGS | BNDCSR) || offset + bytes > AREA_BYTES)
		return;
	_Alignas(64) uint8_t area[AREA_BYTES] = {[HEADER_OFFSET] = BNDCSR};
	area[offset] = ENABLE | PRESERVE;
	__asm__ volatile("xrstor %0" : : "m"(area), "a"(BNDCSR), "d"(0));
}

int fp_gate_has_bounds(const struct fp_instance *instance)
{
	static const struct {
		uint64_t address;
		int fault;
	} asked[] = {
		{NULL_BYTES, FP_FAULT_NONE}, {ARENA_BYTES - 1, FP_FAULT_NONE}, {NULL_BYTES - 1, FP_FAULT_MEMORY},
		{ARENA_BYTES, FP_FAULT_MEMORY}, {UINT64_MAX, FP_FAULT_MEMORY},
	};
	struct fp_instance trial = *instance;
	trial.text_start = fp_gate_check;
	trial.text_end = fp_gate_check_end;
	trial.budget_ns = UINT64_MAX;
	int has_bounds = 1;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		has_bounds &= fp_call(&trial, fp_gate_check, asked[i].address, 0, 0) == asked[i].fault;
	fp_gate_forget();
	return has_bounds;
}
