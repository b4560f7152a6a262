// What a module may be made of. Everything else is refused at its line, before anything is optimised or linked.
#ifndef FASTPAAS_PROTECT_ADMISSION_H
#define FASTPAAS_PROTECT_ADMISSION_H

#include "Diagnostics.h"

#include "llvm/ADT/StringSet.h"

namespace llvm {
class Module;
}

namespace fastpaas {

/// What the host calls, if a module defines it.
bool isEntryPoint(llvm::StringRef Function);

/// \param Library its functions are linked into every module, and are compiled as every module must be; may be null.
void admit(const llvm::Module &M, const llvm::Module *Library, Diagnostics &Refusals);

/// The functions that a library defines for others.
llvm::StringSet<> functionsOf(const llvm::Module *Library);

/// The rules of one instruction (AdmitCode.cpp).
void admitCode(const llvm::Function &F, Diagnostics &Refusals);

} // namespace fastpaas

#endif
