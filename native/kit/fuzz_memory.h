// The memory of the one instance that the sanitized program has: as at the start before each input, so that an input by itself
// makes what it makes.
#pragma once

#include "fp_module.h"

// What `init` gets; nothing of the last input is left.
struct fp_heap *fuzz_memory_begin(void);
