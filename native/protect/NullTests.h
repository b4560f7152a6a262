// Tests whether a pointer is null, by the 32 bits of it that count.
#ifndef FASTPAAS_PROTECT_NULLTESTS_H
#define FASTPAAS_PROTECT_NULLTESTS_H

#include "llvm/ADT/SmallVector.h"

namespace llvm {
class Function;
class ICmpInst;
class Value;
} // namespace llvm

namespace fastpaas {

/// Those in front of an access at what they test: there, 32 bits of zero below others have no meaning in C.
llvm::SmallVector<llvm::ICmpInst *, 8> nullTestsOf(llvm::Function &F);

/// \param Low of the pointer that is tested; where \p Test is, it has been made.
void narrowNullTest(llvm::ICmpInst &Test, llvm::Value *Low);

} // namespace fastpaas

#endif
