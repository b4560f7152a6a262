// Checks that compare: the backend `compare`.
#ifndef FASTPAAS_PROTECT_COMPARE_H
#define FASTPAAS_PROTECT_COMPARE_H

#include "Checks.h"

namespace fastpaas {

/// Compares a root with the region that is most likely, out of line with the other two, and traps.
class Compare final : public Checker {
public:
  llvm::Value *check(Gap &G, llvm::Value *Root, const Region &Guess) override;
  bool takesIndices() const override { return true; }
  llvm::Value *checkIndex(Gap &G, llvm::Value *Index, const KnownArray &Array) override;
};

/// The trap of a check: `ud1`, whose number is FP_FAULT_MEMORY and whose register has the address.
void trapAt(llvm::BasicBlock *Block, llvm::Value *Root, const llvm::DebugLoc &At);

} // namespace fastpaas

#endif
