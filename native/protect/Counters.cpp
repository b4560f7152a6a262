#include "Counters.h"

#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/Local.h"

#include <optional>

using namespace llvm;

namespace fastpaas {

namespace {

struct Counter {
  PHINode *Phi;
  BinaryOperator *Next;
  Value *Start;

  const APInt &step() const { return cast<ConstantInt>(Next->getOperand(1))->getValue(); }
};

std::optional<Counter> counterOf(PHINode &Phi, const Loop &L) {
  if (!Phi.getType()->isIntegerTy())
    return std::nullopt;
  auto *Next = dyn_cast<BinaryOperator>(Phi.getIncomingValueForBlock(L.getLoopLatch()));
  bool IsCounter = Next && Next->getOpcode() == Instruction::Add && Next->getOperand(0) == &Phi &&
                   isa<ConstantInt>(Next->getOperand(1));
  if (!IsCounter)
    return std::nullopt;
  return Counter{&Phi, Next, Phi.getIncomingValueForBlock(L.getLoopPreheader())};
}

/// The test for a number of steps that is all a counter is there for. One behind the loop counts them too, against a number that
/// isn't known before it.
ICmpInst *onlyTest(const Counter &C, const Loop &L) {
  if (!C.Phi->hasOneUse() || !C.Next->hasNUses(2) || !isa<Constant>(C.Start))
    return nullptr;
  for (User *U : C.Next->users()) {
    auto *Test = dyn_cast<ICmpInst>(U);
    bool IsInLoop = Test && L.contains(Test);
    if (IsInLoop && Test->isEquality() && Test->getOperand(0) == C.Next && L.isLoopInvariant(Test->getOperand(1)))
      return Test;
  }
  return nullptr;
}

//   %i = phi [%from, ...], [%i.next, ...]        ->  %i = phi [%from, ...], [%i.next, ...]
//   %n = phi [0, ...], [%n.next, ...]
//   %i.next = add %i, 8                              %i.next = add %i, 8
//   %n.next = add %n, 8
//   %is = icmp eq %n.next, %count                    %is = icmp eq %i.next, %end    ; before the loop: add %count, %from
// Both wrap alike, so they are as far apart at the end as at the start.
bool join(const Counter &C, const Counter &Other, ICmpInst &Test, const Loop &L, const DominatorTree &Dominators) {
  bool IsAlike = Other.Phi != C.Phi && Other.Phi->getType() == C.Phi->getType() && Other.step() == C.step() &&
                 Dominators.dominates(Other.Next, &Test);
  if (!IsAlike)
    return false;
  IRBuilder<> B(L.getLoopPreheader()->getTerminator());
  Value *Apart = cast<Constant>(C.Start)->isNullValue() ? Other.Start : B.CreateSub(Other.Start, C.Start);
  Test.setOperand(1, B.CreateAdd(Test.getOperand(1), Apart));
  Test.setOperand(0, Other.Next);
  RecursivelyDeleteDeadPHINode(C.Phi);
  return true;
}

void joinIn(const Loop &L, const DominatorTree &Dominators) {
  if (!L.getLoopPreheader() || !L.getLoopLatch())
    return;
  SmallVector<Counter, 4> Counters;
  for (PHINode &Phi : L.getHeader()->phis())
    if (std::optional<Counter> C = counterOf(Phi, L))
      Counters.push_back(*C);
  for (const Counter &C : Counters) {
    ICmpInst *Test = onlyTest(C, L);
    // One is left that counts for itself: what is joined once is joined to nothing else.
    if (Test && any_of(Counters, [&](const Counter &Other) { return join(C, Other, *Test, L, Dominators); }))
      return;
  }
}

} // namespace

void joinCounters(Function &F) {
  const DominatorTree Dominators(F);
  const LoopInfo Loops(Dominators);
  for (const Loop *L : Loops.getLoopsInPreorder())
    joinIn(*L, Dominators);
}

} // namespace fastpaas
