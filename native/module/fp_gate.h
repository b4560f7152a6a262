// How the host calls a module that is confined to an arena. For the host alone; modules see fp_module.h.
//
// runtime/FastPaas.Abstractions/CModules/CInstance.cs has the structure in C#; a test compares.
#pragma once

// What a call of `fp_enter` or `fp_enter_managed` ended with. FP_FAULT_VERDICT and FP_FAULT_LENGTH are the host's own findings.
#define FP_FAULT_NONE 0
#define FP_FAULT_MEMORY 1       // an address that is none of the arena's, or only to be read
#define FP_FAULT_WILD_CALL 2    // a call through a pointer to no function
#define FP_FAULT_DIVISION 3     // by zero, or a quotient that doesn't fit
#define FP_FAULT_ILLEGAL 4      // an instruction that this machine doesn't have
#define FP_FAULT_STACK 5        // of either stack
#define FP_FAULT_ENDLESS 6      // longer than its budget
#define FP_FAULT_ABORT 7        // it ended itself, or came where its code says that nothing comes
#define FP_FAULT_VERDICT 8
#define FP_FAULT_LENGTH 9
#define FP_FAULT_INDEX 10       // of code in C#: outside of its array or packet, or what the library throws for

// Offsets of struct fp_instance, for gate.S.
#define FP_INSTANCE_BASE 0
#define FP_INSTANCE_MACHINE_STACK_TOP 8
#define FP_INSTANCE_SEQUENCE 16
#define FP_INSTANCE_RESULT 24
#define FP_INSTANCE_FAULT 32
#define FP_INSTANCE_SHOWN_BASE 96

// Offsets of what the gate keeps by thread (fault.c has it), for gate.S.
#define FP_GATE_INSIDE 0
#define FP_GATE_HOST_STACK 8
#define FP_GATE_ARENA 16

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

// A module instance, in the host's memory: no module reaches it. One thread at a time enters an instance.
//
//    0  base                 8  machine_stack_top   16  sequence        24  result
//   32  fault               40  fault_address       48  fault_instruction
//   56  condemned           64  budget_ns           72  text_start      80  text_end
//   88  machine_stack_low   96  shown_base         104  unbroken         128 bytes
struct fp_instance {
	uint64_t base;                // of the arena, what gs is inside
	uint64_t machine_stack_top;   // aligned to 16
	uint64_t sequence;            // calls so far
	uint64_t result;              // what the function returned: a number
	uint32_t fault;               // FP_FAULT_*, of the last call that had one
	uint32_t reserved;
	int64_t fault_address;        // counted from `base`; of a fault of memory or stack
	uint64_t fault_instruction;   // counted from `text_start`
	uint64_t condemned;           // the call, by its sequence, that has used up its budget
	uint64_t budget_ns;           // of the thread's CPU time
	const uint8_t *text_start, *text_end;
	uint64_t machine_stack_low;   // below it lies the machine stack's guard
	uint64_t shown_base;          // `base`, where the module is to have it in r13, which needs no gs; of FP_PROTECTION_SEGMENT 0
	// Of code in C#, else null: while it points to what isn't 0 the host does what mustn't be left half done, and no fault is the
	// module's. `base` is 0 there, and `text_start` where the executable begins.
	const volatile int32_t *unbroken;
	uint64_t padding[2];
};

_Static_assert(offsetof(struct fp_instance, base) == FP_INSTANCE_BASE, "base");
_Static_assert(offsetof(struct fp_instance, machine_stack_top) == FP_INSTANCE_MACHINE_STACK_TOP, "machine_stack_top");
_Static_assert(offsetof(struct fp_instance, sequence) == FP_INSTANCE_SEQUENCE, "sequence");
_Static_assert(offsetof(struct fp_instance, result) == FP_INSTANCE_RESULT, "result");
_Static_assert(offsetof(struct fp_instance, fault) == FP_INSTANCE_FAULT, "fault");
_Static_assert(offsetof(struct fp_instance, shown_base) == FP_INSTANCE_SHOWN_BASE, "shown_base");
_Static_assert(sizeof(struct fp_instance) == 128, "fp_instance");

// Calls a function of the module with up to three numbers. FP_FAULT_NONE: it returned, and `result` is what. Whatever it did,
// callee-saved registers and stack are the caller's again, MXCSR is its default (no thread of the host's may want another),
// the upper vector state is clean; gs stays at the arena.
// The first call of a thread makes it ready (fp_gate_thread).
int fp_enter(struct fp_instance *instance, const void *entry, uint64_t argument0, uint64_t argument1, uint64_t argument2);

// The same for a thread that others send signals to: they wait until it is back, since their handlers would find the module's
// machine stack under them. An lcore has done that once (fp_gate_lcore).
int fp_call(struct fp_instance *instance, const void *entry, uint64_t argument0, uint64_t argument1, uint64_t argument2);

// Calls a function in C# of a module, on the caller's stack, with all that its language lets it reach. FP_FAULT_NONE: it
// returned. Else it didn't, and nothing of its frames is left: so the thread is one that the runtime of C# doesn't know (raw).
int fp_enter_managed(struct fp_instance *instance, const void *function, uint64_t argument0, uint64_t argument1,
	uint64_t argument2);

// Ends the call of `fp_enter_managed` that the thread is in by this fault; returns where it is in none.
// `frame`: the frame of who found it (rbp), whose caller is told as the place.
void fp_gate_fail(uint32_t fault, const uint64_t *frame);

// Where the executable begins in memory: addresses from there on are those of its symbols.
const void *fp_image_start(void);

// For `delegate* managed` calls; bit 1 is clear.
void *fp_enter_address(void);
void *fp_enter_managed_address(void);

// Before the first arena: handlers of faults in front of whoever has them, and the thread that ends endless calls, on the
// caller's CPUs. More than once does nothing. 0, or -errno.
int fp_gate_start(void);

// Makes the calling thread ready: a signal stack, known to the watching thread. Undone when the thread ends. 0, or -errno.
int fp_gate_thread(void);

// Whether a check of a module by mpx (FP_PROTECTION_MPX) that fails ends it, on the calling thread: tried, with an instance whose
// arena is mapped. Not where the processor has no MPX, the kernel doesn't keep its registers, or either does other than it says.
int fp_gate_has_bounds(const struct fp_instance *instance);

// Before instances are freed, which nobody is inside of any more: the watching thread has looked away from them.
void fp_gate_forget(void);

// Of an lcore: signals for the process are others' to take, so that no handler but this one's runs on it.
void fp_gate_lcore(void);

// 1: gs is set by wrgsbase. 0: by arch_prctl, because the kernel doesn't let programs (AT_HWCAP2).
int fp_gate_uses_wrgsbase(void);
#endif
