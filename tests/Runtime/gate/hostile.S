// What a module can't contain, since the verifier refuses it, and a few things that it can: each must leave the gate as the gate
// promises by itself. That is the callee-saved registers, the stack, MXCSR and clean upper halves of the vector registers;
// behind a fault DF and AC too, which are the handler's. That no module changes DF or AC without a fault, x87, gs or fs is the
// verifier's promise alone (native/verify), and nothing here tries it.
#define ARENA(name, value) .set name, value
#include "arena.def"

// Assembled twice: as modules that find their arena by gs, and with BY_MASK as those that have its address in r13.
#ifdef BY_MASK
#define NAME(name) masked_##name
#define SECTION masked_text
#define ARENA_AT(offset) offset(%r13)
#define ARENA_BY(offset, register) offset(%r13, register)
#else
#define NAME(name) name
#define SECTION hostile_text
#define ARENA_AT(offset) %gs:offset
#define ARENA_BY(offset, register) %gs:offset(register)
#endif
#define FUNCTION(name) .globl NAME(name); NAME(name):

	.section SECTION, "ax", @progbits
FUNCTION(hostile_start)

// Where the test finds the registers that the function was called with: the first is rdi's.
FUNCTION(show_registers)
	movq %rax, ARENA_AT(HEAP_OFFSET + 24)
	movq %rdi, ARENA_AT(HEAP_OFFSET)
	movq %rsi, ARENA_AT(HEAP_OFFSET + 8)
	movq %rdx, ARENA_AT(HEAP_OFFSET + 16)
	movq %rcx, ARENA_AT(HEAP_OFFSET + 32)
	movq %rbx, ARENA_AT(HEAP_OFFSET + 40)
	movq %rbp, ARENA_AT(HEAP_OFFSET + 48)
	movq %r8, ARENA_AT(HEAP_OFFSET + 56)
	movq %r9, ARENA_AT(HEAP_OFFSET + 64)
	movq %r10, ARENA_AT(HEAP_OFFSET + 72)
	movq %r11, ARENA_AT(HEAP_OFFSET + 80)
	movq %r12, ARENA_AT(HEAP_OFFSET + 88)
	movq %r13, ARENA_AT(HEAP_OFFSET + 96)
	movq %r14, ARENA_AT(HEAP_OFFSET + 104)
	movq %r15, ARENA_AT(HEAP_OFFSET + 112)
	stmxcsr ARENA_AT(HEAP_OFFSET + 120)
	.irp i, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vmovdqu %ymm\i, ARENA_AT(HEAP_OFFSET + 128 + 32 * \i)
	.endr
	movq ARENA_AT(STACK_POINTER_OFFSET), %rax
	movq %rax, ARENA_AT(HEAP_OFFSET + 640)
	movl $42, %eax
	ret

FUNCTION(spoil)
	movl $0x9fc0, ARENA_AT(HEAP_OFFSET)
	ldmxcsr ARENA_AT(HEAP_OFFSET)
	movq $-1, %rcx
	movq %rcx, %rbx
	movq %rcx, %rbp
	movq %rcx, %r12
	movq %rcx, %r13
	movq %rcx, %r14
	movq %rcx, %r15
	vpcmpeqd %ymm0, %ymm0, %ymm0
	vmovdqa %ymm0, %ymm15
	ret

// As `spoil`, and then without a stack.
FUNCTION(spoil_and_fault)
	call NAME(spoil)
	std
	movq $0x1234, %rsp
	movl ARENA_AT(8), %eax
	ret

FUNCTION(align_and_fault)
	pushfq
	orq $0x40000, (%rsp)
	popfq
	movl ARENA_AT(8), %eax
	ret

FUNCTION(read_null)
	movl ARENA_AT(8), %eax
	ret

FUNCTION(write_constant)
	movl %eax, ARENA_AT(CONFIG_OFFSET)
	ret

FUNCTION(read_beyond)
	movl $0xfffffff0, %eax
	movl ARENA_BY(0x1000, %rax), %eax
	ret

FUNCTION(read_nowhere)
	movabsq $0x8000000000000000, %rax
	movl (%rax), %eax
	ret

FUNCTION(divide)
	xorl %ecx, %ecx
	xorl %edx, %edx
	divl %ecx
	ret

FUNCTION(end_itself)
	ud2

FUNCTION(call_wildly)
	ud1l 2(%eax), %eax

FUNCTION(break_point)
	int3
	ret

FUNCTION(illegal)
	.byte 0x0f, 0x0a
	ret

FUNCTION(halt)
	hlt
	ret

FUNCTION(recurse)
	subq $4096, %rsp
	movq %rax, (%rsp)
	call NAME(recurse)
	ret

FUNCTION(recurse_in_arena)
	movq ARENA_AT(STACK_POINTER_OFFSET), %rax
1:	subq $256, %rax
	movl %eax, ARENA_BY(0, %rax)
	jmp 1b

FUNCTION(loop)
	jmp NAME(loop)

FUNCTION(nothing)
	ret

	// The last byte that is the module's.
FUNCTION(last_byte)
	int3

FUNCTION(hostile_end)

#ifndef BY_MASK

	// int observe(instance, entry, uint64_t record[10]): calls with the arguments 7, 8, 9 and known values in the registers that
	// a function keeps, rbx, rbp, r12 to r15, and on the stack. The record: what is in those registers afterwards, then flags,
	// MXCSR, how many words of the stack have changed, and whether an upper half of a vector register isn't zero.
	.set CANARY, 0x5ca1ab1e0ddba11
	.set CANARIES, 32
	.text
FUNCTION(observe)
	pushq %rbx
	pushq %rbp
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	pushq %rdx
	movabsq $CANARY, %rax
	.rept CANARIES
	pushq %rax
	.endr
	movl $11, %ebx
	movl $12, %ebp
	movl $13, %r12d
	movl $14, %r13d
	movl $15, %r14d
	movl $16, %r15d
	movl $7, %edx
	movl $8, %ecx
	movl $9, %r8d
	call fp_enter
	pushfq
	popq %r10
	// Else a flag that was left set would hurt the test itself.
	cld
	movabsq $CANARY, %r9
	xorl %r11d, %r11d
	.rept CANARIES
	xorl %ecx, %ecx
	popq %r8
	cmpq %r9, %r8
	setne %cl
	addq %rcx, %r11
	.endr
	popq %rdx
	movq %rbx, (%rdx)
	movq %rbp, 8(%rdx)
	movq %r12, 16(%rdx)
	movq %r13, 24(%rdx)
	movq %r14, 32(%rdx)
	movq %r15, 40(%rdx)
	movq %r10, 48(%rdx)
	movq $0, 56(%rdx)
	stmxcsr 56(%rdx)
	movq %r11, 64(%rdx)
	vextracti128 $1, %ymm0, %xmm0
	.irp i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vextracti128 $1, %ymm\i, %xmm\i
	vpor %xmm\i, %xmm0, %xmm0
	.endr
	xorl %ecx, %ecx
	vptest %xmm0, %xmm0
	setne %cl
	movq %rcx, 72(%rdx)
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbp
	popq %rbx
	ret
#endif

	.section .note.GNU-stack, "", @progbits
