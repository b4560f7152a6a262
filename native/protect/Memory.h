// Copies and fills: short ones in place, the others by the module's copy of the library (native/module/memory.c).
#ifndef FASTPAAS_PROTECT_MEMORY_H
#define FASTPAAS_PROTECT_MEMORY_H

namespace llvm {
class Module;
}

namespace fastpaas {

/// Copies of a few bytes from or to variables, which then may be no memory at all.
void lowerCopiesOfVariables(llvm::Module &M);

/// Leaves no memory intrinsic that code generation would call a function for.
void lowerMemory(llvm::Module &M);

} // namespace fastpaas

#endif
