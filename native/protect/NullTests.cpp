#include "NullTests.h"

#include "Arena.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace fastpaas {

/// Whether who goes from \p From to \p To comes to an access at \p P, or not far behind it, whatever happens.
static bool isSurelyUsed(const Value *P, const BasicBlock *From, const BasicBlock *To, const DataLayout &DL) {
  SmallPtrSet<const Value *, 2> Same{P};
  for (const PHINode &Phi : To->phis())
    if (Phi.getIncomingValueForBlock(From) == P)
      Same.insert(&Phi);
  for (const Instruction &I : *To) {
    APInt Offset(64, 0);
    const Value *Used = getLoadStorePointerOperand(&I);
    if (Used && Same.contains(Used->stripAndAccumulateConstantOffsets(DL, Offset, /*AllowNonInbounds=*/true)) &&
        Offset.ult(arena::IMAGE_OFFSET))
      return true;
    if (!isGuaranteedToTransferExecutionToSuccessor(&I))
      return false;
  }
  return false;
}

SmallVector<ICmpInst *, 8> nullTestsOf(Function &F) {
  SmallVector<ICmpInst *, 8> Tests;
  for (Instruction &I : instructions(F)) {
    auto *Test = dyn_cast<ICmpInst>(&I);
    if (!Test || !Test->isEquality() || !isa<ConstantPointerNull>(Test->getOperand(1)) || !Test->hasOneUse())
      continue;
    auto *Branch = dyn_cast<BranchInst>(*Test->user_begin());
    BasicBlock *Other = Branch ? Branch->getSuccessor(Test->getPredicate() == CmpInst::ICMP_EQ) : nullptr;
    if (Other && isSurelyUsed(Test->getOperand(0), Branch->getParent(), Other, F.getParent()->getDataLayout()))
      Tests.push_back(Test);
  }
  return Tests;
}

//   %p = load ptr, ptr %q; %is = icmp eq ptr %p, null     ->  %is = icmp eq i32 (ptrtoint %p to i32), 0
// Machine code: the pointer is loaded by its 32 bits, where the test alone wanted 64.
void narrowNullTest(ICmpInst &Test, Value *Low) {
  IRBuilder<> B(&Test);
  Test.replaceAllUsesWith(B.CreateICmp(Test.getPredicate(), Low, B.getInt32(0)));
  Test.eraseFromParent();
}

} // namespace fastpaas
