// The gate: the only way into a module that is confined to an arena, and the only way out of it (docs/adr/0025); and a way into
// modules in C#, which their language confines, that comes back whatever happens in them (docs/adr/0037).
//
// On the way in every register that the module can name is zero or an argument: the verifier refuses EVEX, mask, x87 and MMX
// instructions, so what is left are the 16 general registers and ymm0 to ymm15. The module runs on its instance's machine stack,
// which nothing else has ever used, with gs at its arena, or the arena's base in r13. On the way out no register is believed: the
// instance is found through %fs, which no module code can name, and everything else comes from the instance or from the host's own
// stack.
//
// MXCSR is its default on both ways, whatever was there before: rounding to nearest, exceptions masked, no flag set. Loading it
// is cheap. Saving it is not, and nobody needs what would be saved: no thread of the host computes in another mode, and nobody
// reads its flags.
//
// DF and AC are what they were: no instruction that the verifier admits sets them, and behind a fault the handler clears them.
#include "fp_gate.h"

#define ARENA(name, value) .set name, value
#include "arena.def"

#define SYS_ARCH_PRCTL 158
#define ARCH_SET_GS 0x1001

// What LLVM 19 doesn't assemble (Intel SDM volume 2, BNDMOV, BNDCL, BNDCU). The address is a register alone: QEMU 7.2 reads what
// else an address may have twice.
#define BNDMOV_R10_BND0 .byte 0x66, 0x41, 0x0f, 0x1a, 0x02
#define BNDCL_RDI_BND0 .byte 0xf3, 0x0f, 0x1a, 0xc7
#define BNDCU_RDI_BND0 .byte 0xf2, 0x0f, 0x1a, 0xc7

	.hidden fp_gate
	.hidden fp_gate_has_wrgsbase

	.section .rodata
	.p2align 2
	// Intel SDM volume 1, 10.2.3: what a processor starts with.
mxcsr_default:
	.long 0x1f80
	.p2align 4
	// Offsets that a module by mpx may check for: the first one, and the last one's complement, as bounds lie in memory.
bounds:
	.quad NULL_BYTES, ~(ARENA_BYTES - 1)

	.text
	.globl fp_enter
	.type fp_enter, @function
	.p2align 6
	// rdi instance, rsi entry, rdx rcx r8 arguments
fp_enter:
	pushq %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	ldmxcsr mxcsr_default(%rip)
	movq FP_INSTANCE_BASE(%rdi), %rax
	movq fp_gate@gottpoff(%rip), %r9
	cmpq %rax, %fs:FP_GATE_ARENA(%r9)
	jne set_gs
.Lat_arena:
	movq $(STACK_OFFSET + STACK_BYTES), STACK_POINTER_OFFSET(%rax)
	incq FP_INSTANCE_SEQUENCE(%rdi)
	// Of a module by mpx; on machines and for threads without it a nop.
	leaq bounds(%rip), %r10
	BNDMOV_R10_BND0
	// From here on a fault is the module's.
	movq %rsp, %fs:FP_GATE_HOST_STACK(%r9)
	movq %rdi, %fs:FP_GATE_INSIDE(%r9)
	movq FP_INSTANCE_MACHINE_STACK_TOP(%rdi), %rsp
	movq FP_INSTANCE_SHOWN_BASE(%rdi), %r13
	subq $16, %rsp
	movq %rsi, (%rsp)
	movq %rdx, %rdi
	movq %rcx, %rsi
	movq %r8, %rdx
	xorl %eax, %eax
	xorl %ecx, %ecx
	xorl %ebx, %ebx
	xorl %ebp, %ebp
	xorl %r8d, %r8d
	xorl %r9d, %r9d
	xorl %r10d, %r10d
	xorl %r11d, %r11d
	xorl %r12d, %r12d
	xorl %r14d, %r14d
	xorl %r15d, %r15d
	// As vzeroall, which takes longer than 16 instructions that a processor does while it renames.
	.irp i, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vpxor %xmm\i, %xmm\i, %xmm\i
	.endr
	// Through memory: a register would show the module an address.
	call *(%rsp)

	movq fp_gate@gottpoff(%rip), %rcx
	movq %fs:FP_GATE_INSIDE(%rcx), %rdi
	movq %rax, FP_INSTANCE_RESULT(%rdi)
	xorl %eax, %eax
	jmp leave

	// Where the handler of a fault continues the thread, with whatever the module left in its registers.
	.globl fp_gate_recover
	.hidden fp_gate_recover
	.type fp_gate_recover, @function
fp_gate_recover:
	movq fp_gate@gottpoff(%rip), %rcx
	movq %fs:FP_GATE_INSIDE(%rcx), %rdi
	movl FP_INSTANCE_FAULT(%rdi), %eax
leave:
	ldmxcsr mxcsr_default(%rip)
	vzeroupper
	movq %fs:FP_GATE_HOST_STACK(%rcx), %rsp
outside:
	// The handler takes only what happens in the module's own code: a signal here, before this store or behind it, is the host's.
	movq $0, %fs:FP_GATE_INSIDE(%rcx)
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	ret

	// rax: the arena; r9: where fp_gate is. Once a change of instance, and first of all: then the thread isn't ready. Each time of an
	// instance that has no use for gs, which stays where it is.
set_gs:
	cmpq $0, %fs:FP_GATE_ARENA(%r9)
	je .Lfirst
.Lready:
	cmpq $0, FP_INSTANCE_SHOWN_BASE(%rdi)
	jne .Lat_arena
	cmpl $0, fp_gate_has_wrgsbase(%rip)
	je .Lby_kernel
	wrgsbase %rax
	jmp .Lset
.Lby_kernel:
	pushq %rdi
	pushq %rsi
	pushq %rcx
	movl $ARCH_SET_GS, %edi
	movq %rax, %rsi
	movl $SYS_ARCH_PRCTL, %eax
	syscall
	testq %rax, %rax
	// gs would be another instance's.
	jnz .Lno_gs
	popq %rcx
	popq %rsi
	popq %rdi
	movq FP_INSTANCE_BASE(%rdi), %rax
.Lset:
	movq %rax, %fs:FP_GATE_ARENA(%r9)
	jmp .Lat_arena
.Lfirst:
	call make_ready
	jmp .Lready
.Lno_gs:
	ud2
	.size fp_enter, . - fp_enter

	.globl fp_enter_managed
	.type fp_enter_managed, @function
	.p2align 6
	// rdi instance, rsi function, rdx rcx r8 arguments. What the compiler of C# made keeps to the same rules of registers as we do:
	// they are saved for the way out that isn't a return.
fp_enter_managed:
	pushq %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	movq fp_gate@gottpoff(%rip), %r9
	cmpq $0, %fs:FP_GATE_ARENA(%r9)
	je .Lfirst_managed
.Lready_managed:
	incq FP_INSTANCE_SEQUENCE(%rdi)
	movq %rsp, %fs:FP_GATE_HOST_STACK(%r9)
	movq %rdi, %fs:FP_GATE_INSIDE(%r9)
	movq %rsi, %rax
	movq %rdx, %rdi
	movq %rcx, %rsi
	movq %r8, %rdx
	subq $8, %rsp
	call *%rax
	addq $8, %rsp
	movq fp_gate@gottpoff(%rip), %rcx
	xorl %eax, %eax
	jmp outside
.Lfirst_managed:
	call make_ready
	jmp .Lready_managed
	.size fp_enter_managed, . - fp_enter_managed

	// r9: where fp_gate is. Changes no register but r10 and r11. Six registers and two return addresses are on the stack: eight
	// more, and it is aligned for a call.
make_ready:
	pushq %rax
	pushq %rdi
	pushq %rsi
	pushq %rdx
	pushq %rcx
	pushq %r8
	pushq %r9
	pushq %r9
	call fp_gate_thread
	movl %eax, %r10d
	popq %r9
	popq %r9
	popq %r8
	popq %rcx
	popq %rdx
	popq %rsi
	popq %rdi
	popq %rax
	testl %r10d, %r10d
	jnz .Lno_gs
	// Ready, and gs is at no arena.
	movq $1, %fs:FP_GATE_ARENA(%r9)
	ret

	// Entered as a module is, with a number that its bounds are asked about. Calls and returns mustn't forget them.
	.globl fp_gate_check, fp_gate_check_end
	.hidden fp_gate_check, fp_gate_check_end
	.type fp_gate_check, @function
fp_gate_check:
	call .Lback
	BNDCL_RDI_BND0
	BNDCU_RDI_BND0
.Lback:
	ret
fp_gate_check_end:
	.size fp_gate_check, . - fp_gate_check

	.section .note.GNU-stack, "", @progbits
