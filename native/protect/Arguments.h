// Structures passed by value are copies on the caller's stack, whose address code generation keeps to itself; here callers copy.
// Entry points always get the same ones.
#ifndef FASTPAAS_PROTECT_ARGUMENTS_H
#define FASTPAAS_PROTECT_ARGUMENTS_H

namespace llvm {
class Module;
}

namespace fastpaas {

/// Leaves no parameter with the attribute byval.
void copyArguments(llvm::Module &M);

/// Replaces the arguments of entry points that only the host calls by what it calls them with (docs/adr/0025).
void fixArguments(llvm::Module &M);

} // namespace fastpaas

#endif
