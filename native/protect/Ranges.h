// What an integer can be, from how it is computed and nothing else.
#ifndef FASTPAAS_PROTECT_RANGES_H
#define FASTPAAS_PROTECT_RANGES_H

#include "llvm/IR/ConstantRange.h"

namespace llvm {
class Value;
}

namespace fastpaas {

/// All values that the integer \p V can have. Only operations that bound their result whatever they are given count: masks,
/// shifts by constants, zero-extensions, and sums and products of what is bounded. No fact that rests on undefined behaviour
/// (flags, metadata, assumptions), and none from a branch, which a processor may mispredict.
llvm::ConstantRange rangeOf(const llvm::Value *V, unsigned Depth = 0);

} // namespace fastpaas

#endif
