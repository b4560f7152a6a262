// The same functions for an instance whose arena's address is in r13.
#define BY_MASK
#include "hostile.S"
