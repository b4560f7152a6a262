#include "Stack.h"

#include "Arena.h"
#include "Reach.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// More than this of a function's variables never stays on the machine stack, whose frames are small (FRAME_BYTES_MAX).
constexpr uint64_t MachineBytesMax = arena::FRAME_BYTES_MAX / 4;

/// What x86-64 aligns a frame to by itself; more would make code generation realign it.
constexpr uint64_t MachineAlignment = 16;

uint64_t bytesOf(const AllocaInst &Variable) {
  const DataLayout &DL = Variable.getModule()->getDataLayout();
  return Variable.getAllocationSize(DL).value_or(TypeSize::getFixed(0)).getFixedValue();
}

/// Whether a block copy or fill stays inside: both of its sides are checked by whoever owns them.
bool isInsideBlock(const IntrinsicInst &Call, uint64_t Offset, uint64_t Bytes) {
  auto ID = Call.getIntrinsicID();
  if (ID != Intrinsic::memcpy_inline && ID != Intrinsic::memset_inline)
    return false;
  uint64_t Length = cast<ConstantInt>(Call.getArgOperand(2))->getZExtValue();
  return Offset <= Bytes && Length <= Bytes - Offset;
}

/// Whether every use of the variable is an access at a constant offset inside of it: then it may stay on the machine stack, where
/// no module's pointer leads.
bool isProved(const AllocaInst &Variable) {
  const DataLayout &DL = Variable.getModule()->getDataLayout();
  uint64_t Bytes = bytesOf(Variable);
  if (!Variable.isStaticAlloca() || Bytes == 0 || Variable.getAlign().value() > MachineAlignment)
    return false;
  SmallVector<std::pair<const Instruction *, uint64_t>, 8> Open{{&Variable, 0}};
  while (!Open.empty()) {
    auto [Pointer, Offset] = Open.pop_back_val();
    auto IsInside = [&, At = Offset](Type *T) {
      uint64_t Length = DL.getTypeStoreSize(T).getFixedValue();
      return At <= Bytes && Length <= Bytes - At;
    };
    for (const User *U : Pointer->users()) {
      if (auto *Load = dyn_cast<LoadInst>(U); Load && IsInside(Load->getType()))
        continue;
      auto *Store = dyn_cast<StoreInst>(U);
      if (Store && Store->getValueOperand() != Pointer && IsInside(Store->getValueOperand()->getType()))
        continue;
      auto *Call = dyn_cast<IntrinsicInst>(U);
      if (Call && (Call->isLifetimeStartOrEnd() || isInsideBlock(*Call, Offset, Bytes)))
        continue;
      APInt Step(64, 0);
      auto *G = dyn_cast<GetElementPtrInst>(U);
      if (!G || !G->accumulateConstantOffset(DL, Step))
        return false;
      Open.push_back({G, Offset + Step.getZExtValue()});
    }
  }
  return true;
}

void eraseLifetime(AllocaInst &Variable) {
  SmallVector<IntrinsicInst *, 4> Marks;
  for (User *U : Variable.users())
    if (auto *Call = dyn_cast<IntrinsicInst>(U); Call && Call->isLifetimeStartOrEnd())
      Marks.push_back(Call);
  for (IntrinsicInst *Mark : Marks)
    Mark->eraseFromParent();
}

/// Behind the variables of the entry block, in front of all that uses them.
Instruction *start(Function &F) { return &*F.getEntryBlock().getFirstNonPHIOrDbgOrAlloca(); }

/// Only the host enters it, and with an empty stack.
bool isEntered(const Function &F) { return !F.hasLocalLinkage() && F.use_empty(); }

/// The word in the arena that points to its stack's last variable.
Value *pointerWord(IRBuilder<> &B) { return Reach(*B.GetInsertBlock()->getParent()).at(arena::STACK_POINTER_OFFSET); }

Value *loadPointer(IRBuilder<> &B) { return B.CreateLoad(B.getInt32Ty(), pointerWord(B), "top"); }

void storePointer(IRBuilder<> &B, Value *Low) { B.CreateStore(Low, pointerWord(B)); }

} // namespace

Stack::Stack(Module &M, Diagnostics &Refusals) : M(M), Refusals(Refusals) {
  for (Function &F : M)
    if (!F.isDeclaration())
      Plans[&F] = planFor(F);
}

Stack::Plan Stack::planFor(Function &F) const {
  Plan Made;
  uint64_t OnMachine = 0;
  for (Instruction &I : instructions(F)) {
    if (auto *Variable = dyn_cast<AllocaInst>(&I)) {
      uint64_t Bytes = bytesOf(*Variable);
      if (isProved(*Variable) && OnMachine + Bytes <= MachineBytesMax)
        OnMachine += Bytes;
      else
        (Variable->isStaticAlloca() ? Made.Fixed : Made.Sized).push_back(Variable);
    }
    auto *Call = dyn_cast<IntrinsicInst>(&I);
    if (Call && (Call->getIntrinsicID() == Intrinsic::stacksave || Call->getIntrinsicID() == Intrinsic::stackrestore))
      Made.Marks.push_back(Call);
  }
  return Made;
}

/// Whether anything that the function calls, directly or not, reads the stack's pointer.
bool Stack::callsUser(const Function &F) const {
  SmallVector<const Function *, 8> Open{&F};
  DenseSet<const Function *> Seen;
  while (!Open.empty())
    for (const Instruction &I : instructions(*Open.pop_back_val())) {
      auto *Call = dyn_cast<CallBase>(&I);
      auto *Callee = Call ? Call->getCalledFunction() : nullptr;
      auto Known = Callee ? Plans.find(const_cast<Function *>(Callee)) : Plans.end();
      if (Known == Plans.end() || !Seen.insert(Callee).second)
        continue;
      if (Known->second.usesStack())
        return true;
      Open.push_back(Callee);
    }
  return false;
}

unsigned Stack::move() {
  unsigned Moved = 0;
  SmallVector<Function *, 8> Users;
  for (auto &[F, P] : Plans)
    if (P.usesStack() || !P.Marks.empty())
      Users.push_back(F);
  for (Function *F : Users) {
    Plan &P = Plans[F];
    Moved += P.Fixed.size() + P.Sized.size();
    move(*F, P);
  }
  return Moved;
}

//   %v = alloca [64 x i32]     ->  %top = load i32, ptr addrspace(256) STACK_POINTER_OFFSET
//   ...                            %frame = and (sub %top, 256), -16
//   ret void                       store i32 %frame, ptr addrspace(256) STACK_POINTER_OFFSET     ; if it calls another user
//                                  %v = inttoptr (zext %frame)
//                                  ...
//                                  store i32 %top, ptr addrspace(256) STACK_POINTER_OFFSET
//                                  ret void
// In an entry point %top is a number: the host enters with an empty stack, and sets the pointer anew each time.
void Stack::move(Function &F, Plan &P) {
  bool IsPublished = !P.Sized.empty() || callsUser(F), IsTop = isEntered(F);
  uint64_t Bytes = 0;
  Align Most(16);
  for (AllocaInst *Variable : P.Fixed) {
    Most = std::max(Most, Variable->getAlign());
    Bytes = alignTo(Bytes, Variable->getAlign()) + bytesOf(*Variable);
    eraseLifetime(*Variable);
  }
  Bytes = alignTo(Bytes, Most);
  // The other half is for whoever calls it, and whom it calls.
  constexpr uint64_t BytesMax = arena::STACK_BYTES / 2;
  if (Bytes > BytesMax)
    Refusals.refuse(F, "`" + F.getName() + "` has " + Twine(Bytes) + " bytes of variables on the stack, and " +
                           Twine(BytesMax) + " is the most");
  IRBuilder<> B(start(F));
  Value *Top = IsTop ? B.getInt32(uint32_t(arena::STACK_OFFSET + arena::STACK_BYTES)) : loadPointer(B);
  Value *Frame = B.CreateAnd(B.CreateSub(Top, B.getInt32(uint32_t(Bytes))), B.getInt32(-uint32_t(Most.value())));
  if (IsPublished)
    storePointer(B, Frame);
  moveFixed(F, P, B.CreateIntToPtr(B.CreateZExt(Frame, B.getInt64Ty()), B.getPtrTy()));
  for (AllocaInst *Variable : P.Sized)
    moveSized(*Variable);
  for (IntrinsicInst *Mark : P.Marks) {
    IRBuilder<> At(Mark);
    if (Mark->getIntrinsicID() == Intrinsic::stackrestore)
      storePointer(At, At.CreatePtrToInt(Mark->getArgOperand(0), At.getInt32Ty()));
    else
      Mark->replaceAllUsesWith(At.CreateIntToPtr(At.CreateZExt(loadPointer(At), At.getInt64Ty()), At.getPtrTy()));
  }
  for (IntrinsicInst *Mark : reverse(P.Marks))
    Mark->eraseFromParent();
  if (!IsPublished || IsTop)
    return;
  for (BasicBlock &Block : F)
    if (auto *Return = dyn_cast<ReturnInst>(Block.getTerminator())) {
      IRBuilder<> At(Return);
      storePointer(At, Top);
    }
}

void Stack::moveFixed(Function &F, Plan &P, Value *Frame) {
  uint64_t Offset = 0;
  IRBuilder<> B(start(F));
  if (auto *Made = dyn_cast<Instruction>(Frame))
    B.SetInsertPoint(Made->getNextNode());
  for (AllocaInst *Variable : P.Fixed) {
    Offset = alignTo(Offset, Variable->getAlign());
    Value *Address = B.CreateGEP(B.getInt8Ty(), Frame, B.getInt64(Offset), Variable->getName());
    Offset += bytesOf(*Variable);
    Variable->replaceAllUsesWith(Address);
    Variable->eraseFromParent();
  }
}

//   %v = alloca i32, i64 %n    ->  %old = load i32, ptr addrspace(256) STACK_POINTER_OFFSET
//                                  %new = and (sub %old, (mul (trunc %n), 4)), -16
//                                  store i32 %new, ptr addrspace(256) STACK_POINTER_OFFSET
//                                  %v = inttoptr (zext %new)
void Stack::moveSized(AllocaInst &Variable) {
  const DataLayout &DL = M.getDataLayout();
  eraseLifetime(Variable);
  IRBuilder<> B(&Variable);
  uint64_t Step = DL.getTypeAllocSize(Variable.getAllocatedType()).getFixedValue();
  Value *Bytes = B.CreateMul(B.CreateZExtOrTrunc(Variable.getArraySize(), B.getInt32Ty()), B.getInt32(uint32_t(Step)));
  uint32_t Alignment = uint32_t(std::max(Variable.getAlign(), Align(16)).value());
  Value *Low = B.CreateAnd(B.CreateSub(loadPointer(B), Bytes), B.getInt32(-Alignment));
  storePointer(B, Low);
  Variable.replaceAllUsesWith(B.CreateIntToPtr(B.CreateZExt(Low, B.getInt64Ty()), B.getPtrTy()));
  Variable.eraseFromParent();
}

} // namespace fastpaas
