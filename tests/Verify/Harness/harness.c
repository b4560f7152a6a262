// Runs machine code that the verifier accepted, a step at a time, and looks at each memory operand before the step is taken: an
// access outside is seen where it wouldn't fault, and before it does anything. The child is traced; it has an arena with its
// guards at gs, a machine stack with its guard, the code and its constants at fixed places, and no other use of either.
//
// Standard input and output, little-endian: a struct request, the code, the constants, the instructions; a struct answer.
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARENA(name, value) name = value,
enum arena {
#include "arena.def"
};
#undef ARENA

#define ARENA_BASE 0x200000000000ull
#define IMAGE_BASE 0x300000000000ull   // code and constants lie at this plus their addresses in the file
#define IMAGE_BYTES 0x400000ull
#define STACK_LOW 0x400000000000ull
#define STACK_TOP (STACK_LOW + MACHINE_STACK_BYTES)
#define GATE 0x500000000000ull         // where an entry returns to; never mapped

enum { OPERANDS_MAX = 3, CALLS_MAX = 4096, NO_REGISTER = 255, RUNS_A_CHILD = 2000 };
enum { DIRECTION = 0x400, ALIGNMENT = 0x40000, NESTED = 0x4000, MXCSR_STATUS = 0x3f };
enum flow { FLOW_NEXT, FLOW_BRANCH, FLOW_CALL, FLOW_RETURN, FLOW_TRAP };
enum segment { SEGMENT_NONE, SEGMENT_GS, SEGMENT_OTHER };
enum reach { REACH_SEGMENT, REACH_MASK, REACH_COMPARE, REACH_MPX };
enum check { CHECK_NONE, CHECK_LOWER, CHECK_UPPER };

enum outcome {
	RETURNED, OUT_OF_STEPS, CRASHED,
	ESCAPED_MEMORY = 16, ESCAPED_FLOW, ESCAPED_RETURN_ADDRESS, ESCAPED_STATE, ESCAPED_FAULT, ESCAPED_DECODER,
};

struct request {
	uint64_t text_address, constants_address, entry;
	uint32_t text_bytes, constants_bytes, instructions, steps_max;
	uint64_t registers[16];   // rax rcx rdx rbx - rbp rsi rdi r8 to r15
	uint32_t reach;           // enum reach
	uint32_t writes_only;     // reads may go anywhere
};

struct operand {
	uint8_t segment, base, index, scale;   // registers by number; index or base may be NO_REGISTER
	uint16_t bytes;
	uint8_t is_write, reserved;
	int64_t displacement;
};

struct instruction {
	uint32_t offset;
	uint8_t length, flow, operands;
	uint8_t check;   // enum check, and from bit 2 the register
	struct operand operand[OPERANDS_MAX];
};

struct answer {
	uint32_t outcome, steps;
	uint64_t instruction, address;   // where it ended, and of which access
};

_Static_assert(sizeof(struct request) == 176, "request");
_Static_assert(sizeof(struct instruction) == 56, "instruction");

static uint8_t *image;                 // shared with the child
static int32_t by_offset[IMAGE_BYTES]; // the instruction that begins there; -1: none
static struct instruction instructions[IMAGE_BYTES / 4];
static struct user_fpregs_struct clean_vectors;
static struct user_regs_struct clean;
static uint64_t calls[CALLS_MAX];      // where the return addresses lie
static pid_t child;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void *map_at(uint64_t address, uint64_t bytes, int protection, int flags, int file)
{
	void *mapped = mmap((void *)address, bytes, protection, flags | MAP_FIXED_NOREPLACE, file, 0);
	if (mapped != (void *)address)
		die("mmap");
	return mapped;
}

// ----------------------------------------------------------------------------------------------------------------- the child

// Words that are offsets of mapped memory, small numbers or anything, so that code which follows them goes on for a while.
static void fill(uint8_t *memory, uint64_t bytes, unsigned *seed)
{
	for (uint64_t at = 0; at + 4 <= bytes; at += 4) {
		unsigned word = (unsigned)rand_r(seed) << 16 ^ (unsigned)rand_r(seed);
		switch (rand_r(seed) % 3) {
		case 0:
			word = HEAP_OFFSET + word % 0xf000;
			break;
		case 1:
			word %= 64;
			break;
		}
		memcpy(memory + at, &word, sizeof(word));
	}
}

// All of it and the guards are there, so that a run doesn't end at the first offset where nothing would be: what may be
// touched is judged before each step anyway.
static void map_arena(void)
{
	enum { REGION_BYTES = 0x10000 };
	const uint64_t regions[] = {IMAGE_OFFSET, HEAP_OFFSET, SHARED_OFFSET, STACK_OFFSET, BURST_OFFSET, CONFIG_OFFSET, STATE_OFFSET,
		PACKETS_OFFSET};
	unsigned seed = 1;
	map_at(ARENA_BASE - GUARD_BYTES, ARENA_BYTES + 2 * GUARD_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++)
		fill((uint8_t *)(ARENA_BASE + regions[i]), REGION_BYTES, &seed);
	uint32_t top = STACK_OFFSET + 0x8000;
	memcpy((void *)(ARENA_BASE + STACK_POINTER_OFFSET), &top, sizeof(top));
}

static void run_child(int file)
{
	map_arena();
	map_at(STACK_LOW - MACHINE_GUARD_BYTES, MACHINE_GUARD_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	map_at(STACK_LOW, MACHINE_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	map_at(IMAGE_BASE, IMAGE_BYTES, PROT_READ | PROT_EXEC, MAP_SHARED, file);
	if (syscall(SYS_arch_prctl, ARCH_SET_GS, ARENA_BASE) || ptrace(PTRACE_TRACEME, 0, 0, 0))
		die("child");
	raise(SIGSTOP);
	_exit(0);
}

static int share_image(void)
{
	int file = memfd_create("image", 0);
	if (file < 0 || ftruncate(file, IMAGE_BYTES))
		die("memfd");
	image = mmap(NULL, IMAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (image == MAP_FAILED)
		die("mmap");
	return file;
}

static void start_child(int file)
{
	int status;
	child = fork();
	if (child == 0)
		run_child(file);
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP)
		die("wait");
	ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
	if (ptrace(PTRACE_GETREGS, child, 0, &clean) || ptrace(PTRACE_GETFPREGS, child, 0, &clean_vectors))
		die("ptrace");
}

// ------------------------------------------------------------------------------------------------------------- one operand

static uint64_t *register_of(struct user_regs_struct *all, unsigned number)
{
	unsigned long long *by_number[] = {&all->rax, &all->rcx, &all->rdx, &all->rbx, &all->rsp, &all->rbp, &all->rsi, &all->rdi,
		&all->r8, &all->r9, &all->r10, &all->r11, &all->r12, &all->r13, &all->r14, &all->r15};
	return (uint64_t *)by_number[number & 15];
}

static uint64_t address_of(const struct operand *operand, struct user_regs_struct *all)
{
	uint64_t address = (uint64_t)operand->displacement;
	if (operand->base != NO_REGISTER)
		address += *register_of(all, operand->base);
	if (operand->index != NO_REGISTER)
		address += *register_of(all, operand->index) * operand->scale;
	return address;
}

static bool is_within(uint64_t address, uint64_t bytes, uint64_t start, uint64_t end)
{
	return address >= start && bytes <= end - start && address - start <= end - start - bytes;
}

// 0, or how it escapes.
static enum outcome judge(const struct operand *operand, uint64_t address, const struct request *request, unsigned depth)
{
	if (operand->segment == SEGMENT_OTHER)
		return ESCAPED_MEMORY;
	if (request->writes_only && !operand->is_write)
		return 0;
	bool is_mask = request->reach != REACH_SEGMENT;
	if (operand->segment == SEGMENT_GS && is_mask)
		return ESCAPED_MEMORY;
	if (is_mask && is_within(address, operand->bytes, ARENA_BASE - GUARD_BYTES, ARENA_BASE + ARENA_BYTES + GUARD_BYTES))
		return 0;
	if (operand->segment == SEGMENT_GS)
		return is_within(address + GUARD_BYTES, operand->bytes, 0, ARENA_BYTES + 2 * GUARD_BYTES) ? 0 : ESCAPED_MEMORY;
	uint64_t constants = IMAGE_BASE + request->constants_address;
	if (!operand->is_write && is_within(address, operand->bytes, constants, constants + request->constants_bytes))
		return 0;
	// All below the return address of the entry is the module's, but the return addresses of its own calls.
	if (!is_within(address, operand->bytes, STACK_LOW - MACHINE_GUARD_BYTES, calls[0]))
		return ESCAPED_MEMORY;
	for (unsigned i = 1; operand->is_write && i < depth; i++) {
		if (address < calls[i] + 8 && calls[i] < address + operand->bytes)
			return ESCAPED_RETURN_ADDRESS;
	}
	return 0;
}

// ---------------------------------------------------------------------------------------------------------------- one run

static bool has_host_state(const struct user_regs_struct *now, const struct request *request)
{
	struct user_fpregs_struct vectors;
	ptrace(PTRACE_GETFPREGS, child, 0, &vectors);
	const struct user_regs_struct *all = now;
	return now->rsp == STACK_TOP - 8 && !(now->eflags & (DIRECTION | ALIGNMENT | NESTED)) && all->rbx == request->registers[3]
		&& all->rbp == request->registers[5] && all->r12 == request->registers[12] && all->r13 == request->registers[13]
		&& all->r14 == request->registers[14] && all->r15 == request->registers[15]
		&& !((vectors.mxcsr ^ clean_vectors.mxcsr) & ~(unsigned)MXCSR_STATUS) && vectors.cwd == clean_vectors.cwd
		&& vectors.ftw == clean_vectors.ftw;
}

static bool has_segments(const struct user_regs_struct *now)
{
	return now->gs_base == ARENA_BASE && now->fs_base == clean.fs_base && now->cs == clean.cs && now->ss == clean.ss
		&& now->ds == clean.ds && now->es == clean.es && now->fs == clean.fs && now->gs == clean.gs;
}

// A signal that isn't the step's: the module's own fault, unless it is about a place that the module shouldn't know.
static enum outcome judge_signal(int signal, const struct request *request, uint64_t *address)
{
	siginfo_t info;
	ptrace(PTRACE_GETSIGINFO, child, 0, &info);
	if (signal == SIGILL || signal == SIGFPE)
		return CRASHED;
	*address = (uint64_t)info.si_addr;
	bool is_own = (signal == SIGSEGV || signal == SIGBUS) && (info.si_code == SI_KERNEL
		|| is_within(*address, 1, ARENA_BASE - GUARD_BYTES, ARENA_BASE + ARENA_BYTES + GUARD_BYTES)
		|| is_within(*address, 1, STACK_LOW - MACHINE_GUARD_BYTES, STACK_LOW)
		// A read: a write to there isn't taken.
		|| request->writes_only);
	return is_own ? CRASHED : ESCAPED_FAULT;
}

static void enter(const struct request *request)
{
	struct user_regs_struct start = clean;
	for (unsigned i = 0; i < 16; i++)
		*register_of(&start, i) = request->registers[i];
	start.rsp = STACK_TOP - 16;
	start.rip = IMAGE_BASE + request->entry;
	start.eflags = 0x202;
	start.orig_rax = (unsigned long long)-1;
	calls[0] = start.rsp;
	if (ptrace(PTRACE_POKEDATA, child, start.rsp, GATE) || ptrace(PTRACE_SETREGS, child, 0, &start)
		|| ptrace(PTRACE_SETFPREGS, child, 0, &clean_vectors))
		die("enter");
}

// What bndcl and bndcu do with the bounds that the gate loads, on a machine without MPX.
static bool passes(unsigned check, struct user_regs_struct *all)
{
	uint64_t value = *register_of(all, check >> 2);
	switch (check & 3) {
	case CHECK_LOWER:
		return value >= NULL_BYTES;
	case CHECK_UPPER:
		return value < ARENA_BYTES;
	default:
		return true;
	}
}

// Before the step. 0: it may be taken.
static enum outcome judge_step(const struct instruction *next, struct user_regs_struct *all, const struct request *request,
	unsigned *depth, uint64_t *address)
{
	if (next->flow == FLOW_RETURN)
		return all->rsp == calls[--*depth] ? 0 : ESCAPED_RETURN_ADDRESS;
	if (!passes(next->check, all))
		return CRASHED;
	for (unsigned i = 0; i < next->operands; i++) {
		*address = address_of(&next->operand[i], all);
		enum outcome escape = judge(&next->operand[i], *address, request, *depth);
		if (escape)
			return escape;
	}
	if (next->flow == FLOW_CALL) {
		if (*depth == CALLS_MAX)
			return OUT_OF_STEPS;
		calls[(*depth)++] = all->rsp - 8;
	}
	return 0;
}

static struct answer run(const struct request *request)
{
	struct user_regs_struct now;
	struct answer answer = {0};
	unsigned depth = 1;
	enter(request);
	for (;; answer.steps++) {
		ptrace(PTRACE_GETREGS, child, 0, &now);
		answer.instruction = now.rip - IMAGE_BASE - request->text_address;
		if (depth == 0) {
			answer.outcome = now.rip == GATE && has_host_state(&now, request) && has_segments(&now) ? RETURNED : ESCAPED_STATE;
			return answer;
		}
		if (!has_segments(&now) || now.eflags & (DIRECTION | ALIGNMENT | NESTED))
			answer.outcome = ESCAPED_STATE;
		else if (answer.instruction >= request->text_bytes || by_offset[answer.instruction] < 0)
			answer.outcome = ESCAPED_FLOW;
		else if (answer.steps == request->steps_max)
			answer.outcome = OUT_OF_STEPS;
		if (answer.outcome || answer.steps == request->steps_max)
			return answer;
		const struct instruction *next = &instructions[by_offset[answer.instruction]];
		answer.outcome = judge_step(next, &now, request, &depth, &answer.address);
		if (answer.outcome)
			return answer;
		int status = 0;
		if (ptrace(PTRACE_SINGLESTEP, child, 0, 0) || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
			die("step");
		if (WSTOPSIG(status) != SIGTRAP) {
			answer.outcome = judge_signal(WSTOPSIG(status), request, &answer.address);
			return answer;
		}
		uint64_t behind = now.rip + next->length;
		ptrace(PTRACE_GETREGS, child, 0, &now);
		if (next->flow == FLOW_TRAP || (next->flow == FLOW_NEXT && now.rip != behind)) {
			answer.outcome = ESCAPED_DECODER;
			return answer;
		}
	}
}

// ----------------------------------------------------------------------------------------------------------- what is asked

static void end_child(void)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static bool read_all(void *into, size_t bytes)
{
	return bytes == 0 || fread(into, bytes, 1, stdin) == 1;
}

int main(void)
{
	struct request request;
	int file = share_image();
	start_child(file);
	// Each run touches pages of the arena, so a child doesn't live for ever.
	for (unsigned runs = 1; read_all(&request, sizeof(request)); runs++) {
		if (runs % RUNS_A_CHILD == 0) {
			end_child();
			start_child(file);
		}
		if (request.text_address + request.text_bytes > IMAGE_BYTES || request.instructions > IMAGE_BYTES / 4
			|| request.constants_address + request.constants_bytes > IMAGE_BYTES)
			return 2;
		if (!read_all(image + request.text_address, request.text_bytes)
			|| !read_all(image + request.constants_address, request.constants_bytes)
			|| !read_all(instructions, request.instructions * sizeof(struct instruction)))
			return 2;
		memset(by_offset, -1, (request.text_bytes + 1) * sizeof(by_offset[0]));
		for (uint32_t i = 0; i < request.instructions; i++)
			by_offset[instructions[i].offset] = (int32_t)i;
		struct answer answer = run(&request);
		if (fwrite(&answer, sizeof(answer), 1, stdout) != 1 || fflush(stdout))
			return 2;
	}
	end_child();
	return 0;
}
