#include "Seal.h"

#include "Arena.h"

#include "llvm/IR/AttributeMask.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

//   call void @llvm.ubsantrap(i8 1)    ->  call void @llvm.trap()
static void unifyTraps(Function &F) {
  SmallVector<IntrinsicInst *, 4> Others;
  for (Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<IntrinsicInst>(&I);
    if (Call && (Call->getIntrinsicID() == Intrinsic::ubsantrap || Call->getIntrinsicID() == Intrinsic::debugtrap))
      Others.push_back(Call);
  }
  for (IntrinsicInst *Other : Others) {
    IRBuilder<> B(Other);
    B.CreateIntrinsic(B.getVoidTy(), Intrinsic::trap, {});
    Other->eraseFromParent();
  }
}

void unifyTraps(Module &M) {
  for (Function &F : M)
    unifyTraps(F);
}

void dropPromises(Module &M) {
  AttributeMask Promises;
  for (auto Kind : {Attribute::NoUndef, Attribute::NonNull, Attribute::Range, Attribute::Dereferenceable,
                    Attribute::DereferenceableOrNull, Attribute::Alignment, Attribute::NoAlias, Attribute::Returned})
    Promises.addAttribute(Kind);
  SmallVector<Instruction *, 16> Assumptions;
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    for (Argument &A : F.args())
      F.removeParamAttrs(A.getArgNo(), Promises);
    F.removeRetAttrs(Promises);
    for (Instruction &I : instructions(F)) {
      auto *Call = dyn_cast<IntrinsicInst>(&I);
      if (Call && Call->getIntrinsicID() == Intrinsic::assume)
        Assumptions.push_back(Call);
    }
  }
  for (Instruction *Assumption : Assumptions)
    Assumption->eraseFromParent();
}

namespace {

bool isTrap(Intrinsic::ID ID) { return ID == Intrinsic::trap || ID == Intrinsic::ubsantrap; }

//   unreachable                        ->  call void @llvm.trap()
//                                          unreachable
// Machine code: ud2, where else the next function's first instruction would be.
void trapAtEnds(Function &F) {
  for (BasicBlock &Block : F) {
    auto *End = dyn_cast<UnreachableInst>(Block.getTerminator());
    auto *Before = End ? dyn_cast_or_null<IntrinsicInst>(End->getPrevNode()) : nullptr;
    if (!End || (Before && isTrap(Before->getIntrinsicID())))
      continue;
    IRBuilder<> B(End);
    B.CreateIntrinsic(B.getVoidTy(), Intrinsic::trap, {});
  }
}

void restrictCodeGeneration(Function &F) {
  for (auto Kind : {Attribute::StackProtect, Attribute::StackProtectReq, Attribute::StackProtectStrong, Attribute::OptimizeNone,
                    Attribute::UWTable, Attribute::SafeStack})
    F.removeFnAttr(Kind);
  F.addFnAttr(Attribute::NoRedZone);
  F.addFnAttr(Attribute::NoUnwind);
  F.addFnAttr("no-jump-tables", "true");
  F.addFnAttr("disable-tail-calls", "true");
  F.addFnAttr("no-realign-stack");
  F.addFnAttr("frame-pointer", "none");
  F.addFnAttr("warn-stack-size", std::to_string(arena::FRAME_BYTES_MAX));
}

} // namespace

void seal(Module &M, StringRef Name) {
  for (const char *List : {"llvm.used", "llvm.compiler.used", "llvm.global.annotations"})
    if (GlobalVariable *G = M.getNamedGlobal(List))
      G->eraseFromParent();
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    trapAtEnds(F);
    restrictCodeGeneration(F);
    F.setComdat(nullptr);
    F.setSection(("fp_text_" + Name).str());
    F.setName(Name + "." + F.getName());
    if (F.hasLocalLinkage())
      continue;
    F.setVisibility(GlobalValue::HiddenVisibility);
    F.setDSOLocal(true);
  }
}

} // namespace fastpaas
