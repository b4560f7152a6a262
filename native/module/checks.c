// What a signal in a module says, checks in its code by compare and by mpx among it; for mpx bounds of each thread that enters
// modules, and whether they do anything.
#define _GNU_SOURCE
#include "checks.h"
#include "fp_gate.h"

#include <cpuid.h>
#include <stdbool.h>
#include <string.h>

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

// What a ud2 stands for: nothing behind it, or a byte that tells a call through a bad pointer from the rest (ud1, whose operand
// holds the number).
static uint32_t kind_of_trap(const uint8_t *instruction, const uint8_t *end)
{
	const uint8_t ud1[] = {0x67, 0x0f, 0xb9, 0x40}, ud2[] = {0x0f, 0x0b};
	size_t bytes = (size_t)(end - instruction);
	if (bytes >= sizeof(ud2) && !memcmp(instruction, ud2, sizeof(ud2)))
		return FP_FAULT_ABORT;
	if (bytes > sizeof(ud1) && !memcmp(instruction, ud1, sizeof(ud1)))
		return instruction[sizeof(ud1)] == FP_FAULT_WILD_CALL ? FP_FAULT_WILD_CALL : FP_FAULT_ABORT;
	return FP_FAULT_ILLEGAL;
}

// The register with the address that a check didn't let through, whose trap, or which itself, stands there. -1: something else
// does.
static int register_of_check(int signal, const uint8_t *instruction, const uint8_t *end)
{
	static const uint8_t numbered[] = {
		REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
		REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
	};
	if (signal != SIGILL && signal != SIGSEGV)
		return -1;
	int number = register_of_trap(instruction, end);
	if (number < 0)
		number = register_of_bounds(instruction, end);
	return number < 0 ? -1 : numbered[number];
}

static uint32_t kind_of_access(const struct fp_instance *inside, uint64_t address)
{
	uint64_t guard = inside->machine_stack_low - MACHINE_GUARD_BYTES, arena = inside->base + STACK_OFFSET;
	bool is_stack = (address >= guard && address < inside->machine_stack_low)
		// Below the arena's stack nothing is mapped as far as the region before it.
		|| (address < arena && address >= inside->base + SHARED_OFFSET + SHARED_BYTES_MAX);
	return is_stack ? FP_FAULT_STACK : FP_FAULT_MEMORY;
}

static uint32_t kind_of(const struct fp_instance *inside, const siginfo_t *info, uint64_t instruction)
{
	switch (info->si_signo) {
	case SIGSEGV:
	case SIGBUS:
		// SI_KERNEL: an address that no address space has; the kernel doesn't say which.
		return info->si_code == SI_KERNEL ? FP_FAULT_MEMORY : kind_of_access(inside, (uint64_t)info->si_addr);
	case SIGFPE:
		return FP_FAULT_DIVISION;
	case SIGILL:
		return kind_of_trap((const uint8_t *)instruction, inside->text_end);
	default:
		return FP_FAULT_ILLEGAL;
	}
}

// Code in C# is on the thread's own stack, which is as large as whoever started the thread made it.
static uint32_t kind_in_managed(const siginfo_t *info, uint64_t host_stack)
{
	enum { STACK_BYTES_MAX = 64 << 20 };
	switch (info->si_signo) {
	case SIGSEGV:
	case SIGBUS:
		return info->si_code != SI_KERNEL && host_stack - (uint64_t)info->si_addr < STACK_BYTES_MAX ? FP_FAULT_STACK
			: FP_FAULT_MEMORY;
	case SIGFPE:
		return FP_FAULT_DIVISION;
	default:
		return FP_FAULT_ILLEGAL;
	}
}

void fp_fault_tell(struct fp_instance *inside, const siginfo_t *info, const greg_t *registers, uint64_t host_stack)
{
	uint64_t instruction = inside->fault_instruction + (uint64_t)inside->text_start;
	bool has_address = (info->si_signo == SIGSEGV || info->si_signo == SIGBUS) && info->si_code != SI_KERNEL;
	int checked = inside->unbroken ? -1 : register_of_check(info->si_signo, (const uint8_t *)instruction, inside->text_end);
	inside->fault_address = checked >= 0 ? (int64_t)registers[checked]
		: has_address ? (int64_t)((uint64_t)info->si_addr - inside->base) : 0;
	inside->fault = inside->unbroken ? kind_in_managed(info, host_stack)
		: checked >= 0 ? kind_of_access(inside, inside->base + (uint64_t)inside->fault_address)
		: kind_of(inside, info, instruction);
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
