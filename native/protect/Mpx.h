// Checks by the bounds that a register holds: the backend `mpx`.
#ifndef FASTPAAS_PROTECT_MPX_H
#define FASTPAAS_PROTECT_MPX_H

#include "Checks.h"

namespace llvm {
class Module;
} // namespace llvm

namespace fastpaas {

/// `bndcl` and `bndcu` of a root, with bnd0, which the gate has loaded: they trap (Intel SDM volume 2, BNDCL and BNDCU/BNDCN).
class Mpx final : public Checker {
public:
  llvm::Value *check(llvm::IRBuilder<> &B, llvm::Value *Root, const Region &Guess) override;
};

/// What the checks of a module are assembled by; before any is made.
void defineBoundsCheck(llvm::Module &M);

} // namespace fastpaas

#endif
