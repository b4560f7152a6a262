// Variables with static storage become bytes of an image and numbers; functions whose address is taken become numbers.
#ifndef FASTPAAS_PROTECT_GLOBALS_H
#define FASTPAAS_PROTECT_GLOBALS_H

#include "Diagnostics.h"
#include "Report.h"

#include "llvm/ADT/MapVector.h"

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace fastpaas {

/// The functions that a pointer may mean, by their numbers.
using FunctionNumbers = llvm::MapVector<llvm::Function *, uint64_t>;

/// Gives a number to each function whose address is taken, and replaces the address by it.
FunctionNumbers numberFunctions(llvm::Module &M);

/// Lays the variables out, replaces their addresses by offsets into the arena, and leaves their first bytes as one constant,
/// `<module>.image` in section fp_image_<module>.
ImageLayout layOutGlobals(llvm::Module &M, llvm::StringRef Name, Diagnostics &Refusals);

} // namespace fastpaas

#endif
