#include "Arguments.h"

#include "Arena.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

//   call void @f(ptr byval(%S) align 8 %s)    ->  %copy = alloca %S, align 8
//                                                 call @llvm.memcpy(%copy, %s, sizeof %S)
//                                                 call void @f(ptr %copy)
void copyArgument(CallBase &Call, unsigned Index) {
  const DataLayout &DL = Call.getModule()->getDataLayout();
  Type *T = Call.getParamByValType(Index);
  Align Alignment = std::max(Call.getParamAlign(Index).valueOrOne(), DL.getPrefTypeAlign(T));
  IRBuilder<> AtEntry(&*Call.getFunction()->getEntryBlock().getFirstInsertionPt());
  AllocaInst *Copy = AtEntry.CreateAlloca(T);
  Copy->setAlignment(Alignment);
  IRBuilder<> B(&Call);
  B.CreateMemCpy(Copy, Alignment, Call.getArgOperand(Index), Call.getParamAlign(Index), DL.getTypeAllocSize(T));
  Call.setArgOperand(Index, Copy);
  Call.removeParamAttr(Index, Attribute::ByVal);
}

} // namespace

void copyArguments(Module &M) {
  for (Function &F : M) {
    SmallVector<CallBase *, 16> Calls;
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        Calls.push_back(Call);
    for (CallBase *Call : Calls)
      for (unsigned Index = 0; Index < Call->arg_size(); ++Index)
        if (Call->isByValArgument(Index))
          copyArgument(*Call, Index);
    for (Argument &A : F.args())
      A.removeAttr(Attribute::ByVal);
  }
}

//   define void @process(ptr %burst)   { load i64, ptr %burst }     ->     { load i64, ptr inttoptr (i64 BURST_OFFSET to ptr) }
void fixArguments(Module &M) {
  struct {
    const char *Name;
    SmallVector<uint64_t, 2> Offsets;
  } const Entries[] = {
      {"process", {arena::BURST_OFFSET}},
      {"init", {arena::HEAP_BLOCK_OFFSET, arena::CONFIG_OFFSET}},
  };
  Type *Number = Type::getInt64Ty(M.getContext());
  for (const auto &Entry : Entries) {
    Function *F = M.getFunction(Entry.Name);
    if (!F || F->isDeclaration() || !F->use_empty())
      continue;
    for (auto [Given, Offset] : zip(F->args(), Entry.Offsets))
      Given.replaceAllUsesWith(ConstantExpr::getIntToPtr(ConstantInt::get(Number, Offset), Given.getType()));
  }
}

} // namespace fastpaas
