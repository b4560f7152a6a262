// Structures passed by value are copies on the caller's stack, whose address code generation keeps to itself; here callers copy.
#ifndef FASTPAAS_PROTECT_ARGUMENTS_H
#define FASTPAAS_PROTECT_ARGUMENTS_H

namespace llvm {
class Module;
}

namespace fastpaas {

/// Leaves no parameter with the attribute byval.
void copyArguments(llvm::Module &M);

} // namespace fastpaas

#endif
