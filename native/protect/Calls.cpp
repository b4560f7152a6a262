#include "Calls.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// Code generation makes `ud1` of it, with the number, which the fault handler reads (FP_FAULT_WILD_CALL).
constexpr uint8_t WildCall = 2;

void trap(IRBuilder<> &B) {
  B.CreateIntrinsic(B.getVoidTy(), Intrinsic::ubsantrap, {B.getInt8(WildCall)})->setDoesNotReturn();
  B.CreateUnreachable();
}

/// A copy of the call to this function, and the jump behind it.
CallInst *callDirectly(const CallInst &Call, Function &Callee, BasicBlock *Behind) {
  BasicBlock *Block = BasicBlock::Create(Call.getContext(), "call", Behind->getParent(), Behind);
  auto *Direct = cast<CallInst>(Call.clone());
  IRBuilder<> B(Block);
  B.Insert(Direct);
  Direct->setCalledFunction(&Callee);
  Direct->setCallingConv(Callee.getCallingConv());
  B.CreateBr(Behind);
  return Direct;
}

} // namespace

//   %r = call i32 %f(i32 %x)       ->  switch i64 (ptrtoint %f), label %wild [ i64 256, label %call.1  i64 257, label %call.2 ]
//                                      call.1: %r1 = call i32 @first(i32 %x)
//                                      call.2: %r2 = call i32 @second(i32 %x)
//                                      wild:   trap
//                                      %r = phi i32 [%r1, %call.1], [%r2, %call.2]
// Code generation makes compares of the switch: functions have "no-jump-tables" (Seal.cpp).
static void choose(CallInst &Call, const FunctionNumbers &Numbers) {
  BasicBlock *Before = Call.getParent();
  BasicBlock *Behind = SplitBlock(Before, &Call);
  BasicBlock *Wild = BasicBlock::Create(Call.getContext(), "wild", Behind->getParent(), Behind);
  IRBuilder<> AtWild(Wild);
  AtWild.SetCurrentDebugLocation(Call.getDebugLoc());
  trap(AtWild);
  Before->getTerminator()->eraseFromParent();
  IRBuilder<> B(Before);
  B.SetCurrentDebugLocation(Call.getDebugLoc());
  SwitchInst *Switch = B.CreateSwitch(B.CreatePtrToInt(Call.getCalledOperand(), B.getInt64Ty()), Wild);
  bool HasResult = !Call.getType()->isVoidTy();
  IRBuilder<> AtBehind(&Behind->front());
  PHINode *Result = HasResult ? AtBehind.CreatePHI(Call.getType(), 2) : nullptr;
  for (auto &[Callee, Number] : Numbers) {
    if (Callee->getFunctionType() != Call.getFunctionType())
      continue;
    CallInst *Direct = callDirectly(Call, *Callee, Behind);
    Switch->addCase(B.getInt64(Number), Direct->getParent());
    if (Result)
      Result->addIncoming(Direct, Direct->getParent());
  }
  if (Switch->getNumCases() == 0) {
    // Nothing it could mean: what is behind it is never reached.
    if (Result) {
      Result->eraseFromParent();
      Call.replaceAllUsesWith(PoisonValue::get(Call.getType()));
    }
    Call.eraseFromParent();
    return;
  }
  if (Result)
    Call.replaceAllUsesWith(Result);
  Call.eraseFromParent();
}

unsigned chooseCalls(Module &M, const FunctionNumbers &Numbers) {
  SmallVector<CallInst *, 8> Calls;
  for (Function &F : M)
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallInst>(&I); Call && !Call->getCalledFunction() && !Call->isInlineAsm())
        Calls.push_back(Call);
  for (CallInst *Call : Calls)
    choose(*Call, Numbers);
  return Calls.size();
}

} // namespace fastpaas
