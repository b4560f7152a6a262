// What code of modules checks, for fault.c alone.
#pragma once

#include <stdint.h>

// Turns on bounds (MPX) for the calling thread, where the processor and the kernel have them.
void fp_bounds_start(void);

// The number of the register that a check didn't let through, whose trap, or which itself, stands there; -1: something else does.
int fp_checked_register(const uint8_t *instruction, const uint8_t *end);
