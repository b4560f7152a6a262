// Calls through pointers become choices among the module's own functions.
#ifndef FASTPAAS_PROTECT_CALLS_H
#define FASTPAAS_PROTECT_CALLS_H

#include "Globals.h"

namespace fastpaas {

/// \returns how many there were.
unsigned chooseCalls(llvm::Module &M, const FunctionNumbers &Numbers);

} // namespace fastpaas

#endif
