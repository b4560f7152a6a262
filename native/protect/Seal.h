// The last shape of a module: names, sections, and what code generation may not do.
#ifndef FASTPAAS_PROTECT_SEAL_H
#define FASTPAAS_PROTECT_SEAL_H

#include "llvm/ADT/StringRef.h"

namespace llvm {
class Module;
}

namespace fastpaas {

/// An author's traps of all kinds become one; the pass has a kind of its own (Calls.cpp).
void unifyTraps(llvm::Module &M);

/// Drops what rests on undefined behaviour between functions: attributes of arguments and results, and assumptions.
void dropPromises(llvm::Module &M);

/// Every function `<module>.<name>`, local but for entry points, in section fp_text_<module>.
void seal(llvm::Module &M, llvm::StringRef Name);

} // namespace fastpaas

#endif
