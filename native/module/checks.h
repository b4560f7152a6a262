// What signals in modules are about, for fault.c alone.
#pragma once

#include "fp_gate.h"

#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

// Turns on bounds (MPX) for the calling thread, where the processor and the kernel have them.
void fp_bounds_start(void);

// Writes to the instance the kind of its fault and the address, if it is about one. Its `fault_instruction` is written.
void fp_fault_tell(struct fp_instance *inside, const siginfo_t *info, const greg_t *registers, uint64_t host_stack);
