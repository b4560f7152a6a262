#include "Reach.h"

#include "Arena.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

PointerType *baseType(LLVMContext &Context) { return PointerType::get(Context, BaseAddressSpace); }

Argument *baseOf(Function &F) {
  Argument *Last = F.arg_empty() ? nullptr : F.getArg(F.arg_size() - 1);
  return Last && Last->hasSwiftSelfAttr() ? Last : nullptr;
}

//   define void @process(ptr %burst)   ->   define void @process(ptr %burst, ptr addrspace(512) swiftself %base)
// Code generation has swiftself in %r13, which callees save: so where a function doesn't need %r13 for anything else, the base
// stays there, and a call passes it on without an instruction.
Function *withBase(Function &F) {
  FunctionType *Old = F.getFunctionType();
  SmallVector<Type *, 8> Types(Old->params());
  Types.push_back(baseType(F.getContext()));
  Function *New = Function::Create(FunctionType::get(Old->getReturnType(), Types, false), F.getLinkage());
  F.getParent()->getFunctionList().insert(F.getIterator(), New);
  New->copyAttributesFrom(&F);
  New->copyMetadata(&F, 0);
  F.clearMetadata();
  New->takeName(&F);
  New->splice(New->begin(), &F);
  for (Argument &A : F.args()) {
    A.replaceAllUsesWith(New->getArg(A.getArgNo()));
    New->getArg(A.getArgNo())->takeName(&A);
  }
  Argument *Base = New->getArg(Old->getNumParams());
  Base->addAttr(Attribute::SwiftSelf);
  Base->setName("base");
  F.replaceAllUsesWith(New);
  return New;
}

//   call void @f(i64 %x)               ->   call void @f(i64 %x, ptr addrspace(512) swiftself %base)
void passBase(CallInst &Call, Function &Callee) {
  SmallVector<Value *, 8> Arguments(Call.args());
  Arguments.push_back(baseOf(*Call.getFunction()));
  IRBuilder<> B(&Call);
  CallInst *New = B.CreateCall(&Callee, Arguments);
  New->setCallingConv(Call.getCallingConv());
  New->setAttributes(Call.getAttributes());
  New->addParamAttr(Call.arg_size(), Attribute::SwiftSelf);
  New->setDebugLoc(Call.getDebugLoc());
  New->takeName(&Call);
  Call.replaceAllUsesWith(New);
  Call.eraseFromParent();
}

} // namespace

void giveBase(Module &M) {
  SmallVector<Function *, 16> Old;
  for (Function &F : M)
    if (!F.isDeclaration())
      Old.push_back(&F);
  SmallVector<CallInst *, 16> Calls;
  for (Function *F : Old) {
    Function *New = withBase(*F);
    F->eraseFromParent();
    for (User *U : New->users())
      if (auto *Call = dyn_cast<CallInst>(U))
        Calls.push_back(Call);
  }
  for (CallInst *Call : Calls)
    passBase(*Call, *cast<Function>(Call->getCalledOperand()));
}

Reach::Reach(Function &F) : F(F), Base(baseOf(F)) {}

PointerType *Reach::pointer() const {
  return PointerType::get(F.getContext(), Base ? BaseAddressSpace : SegmentAddressSpace);
}

bool Reach::isReached(const Value *P) const { return P->getType() == pointer(); }

//   4096                               ->   inttoptr (i64 4096 to ptr addrspace(256))
//                                      or   getelementptr i8, ptr addrspace(512) %base, i64 4096
Value *Reach::at(uint64_t Offset) const {
  auto *Number = ConstantInt::get(Type::getInt64Ty(F.getContext()), Offset);
  if (!Base)
    return ConstantExpr::getIntToPtr(Number, pointer());
  IRBuilder<> B(&*F.getEntryBlock().getFirstNonPHIOrDbgOrAlloca());
  return to(B, Number);
}

//   i32 %low                           ->   inttoptr (zext %low) to ptr addrspace(256)
//                                      or   getelementptr i8, ptr addrspace(512) %base, i64 (zext %low)
Value *Reach::at(IRBuilder<> &B, Value *Low) const { return to(B, B.CreateZExt(Low, B.getInt64Ty())); }

Value *Reach::anywhere(IRBuilder<> &B, Value *P) const { return to(B, B.CreatePtrToInt(P, B.getInt64Ty())); }

Value *Reach::to(IRBuilder<> &B, Value *Offset) const {
  return Base ? B.CreateGEP(B.getInt8Ty(), Base, Offset) : B.CreateIntToPtr(Offset, pointer());
}

} // namespace fastpaas
