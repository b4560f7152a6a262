// Threads that run raw code (C# that the runtime doesn't know of): how they start, and how they end when they break a rule.
#include "fp_dpdk.h"
#include "fp_gate.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_launch.h>

// Read by the wrappers below. Initial-exec: one load, no call, whatever the registers hold.
__thread int fp_is_raw __attribute__((tls_model("initial-exec"), used));

static int run_raw(void *argument)
{
	const struct fp_raw_start *start = argument;
	fp_gate_lcore();
	fp_is_raw = 1;
	int result = start->function(start->context);
	fp_is_raw = 0;
	return result;
}

int fp_raw_launch(const struct fp_raw_start *start, unsigned int lcore)
{
	return rte_eal_remote_launch(run_raw, (void *)start, lcore);
}

static _Noreturn void end(const char *what, const char *detail)
{
	char line[256];
	int length = snprintf(line, sizeof(line), "fastpaas: %s%s; the data plane can't go on\n", what, detail);
	if (write(STDERR_FILENO, line, (size_t)length) != length)
		_exit(70);
	abort();
}

// Of the function that called the caller of this: what it has in rbp, which is its frame, or that of the nearest caller that has
// one.
#define FRAME ((const uint64_t *)*(const uint64_t *)__builtin_frame_address(0))

// A wrapped entry point was reached on a raw thread: the end of a module's call if it is in one, or of the process.
__attribute__((used)) _Noreturn void fp_raw_abort(const char *symbol)
{
	fp_gate_fail(FP_FAULT_INDEX, FRAME);
	end("packet code called the runtime's ", symbol);
}

static void trap(int reason)
{
	(void)reason;
	// Elsewhere, in `Init` say, the runtime can throw, and does.
	if (!fp_is_raw)
		return;
	fp_gate_fail(FP_FAULT_INDEX, FRAME);
	end("a module indexed outside its array or packet", "");
}

void *fp_trap_address(void)
{
	return (void *)trap;
}

// r11 is free at every call of these: the runtime's own helpers use it so. The stack is realigned, since some are jumped to.
#define WRAP(symbol) \
	__asm__(".text\n" \
		".globl __wrap_" #symbol "\n" \
		".type __wrap_" #symbol ", @function\n" \
		".p2align 4\n" \
		"__wrap_" #symbol ":\n" \
		"	movq fp_is_raw@gottpoff(%rip), %r11\n" \
		"	cmpl $0, %fs:(%r11)\n" \
		"	jne 1f\n" \
		"	jmp __real_" #symbol "\n" \
		"1:	leaq 2f(%rip), %rdi\n" \
		"	andq $-16, %rsp\n" \
		"	call fp_raw_abort\n" \
		"2:	.asciz \"" #symbol "\"\n" \
		".size __wrap_" #symbol ", . - __wrap_" #symbol "\n");
#include "raw_wraps.def"
