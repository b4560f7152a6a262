// Checks that compare: the backend `compare`.
#ifndef FASTPAAS_PROTECT_COMPARE_H
#define FASTPAAS_PROTECT_COMPARE_H

#include "Checks.h"

namespace fastpaas {

/// Compares a root with the region that is most likely, then with the other two, and traps.
class Compare final : public Checker {
public:
  llvm::Value *check(llvm::IRBuilder<> &B, llvm::Value *Root, const Region &Guess) override;
  bool takesIndices() const override { return true; }
  llvm::Value *checkIndex(llvm::IRBuilder<> &B, llvm::Value *Index, const KnownArray &Array) override;
};

} // namespace fastpaas

#endif
