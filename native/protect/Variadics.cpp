#include "Variadics.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// System V ABI for x86-64, 3.5.7: an argument in memory takes whole slots.
constexpr uint64_t SlotBytes = 8;

/// The same, figure 3.34: `va_list`, and its first two words when no argument is left in a register.
struct List {
  static constexpr uint64_t GeneralOffset = 0, VectorOffset = 4, OverflowOffset = 8, SavedOffset = 16, Bytes = 24;
  static constexpr uint32_t GeneralSpent = 48, VectorSpent = 176;
};

/// `int (char *, ...)` -> `int (char *, ptr)`.
FunctionType *expanded(const FunctionType &T) {
  SmallVector<Type *, 8> Parameters(T.params());
  Parameters.push_back(PointerType::getUnqual(T.getContext()));
  return FunctionType::get(T.getReturnType(), Parameters, /*isVarArg=*/false);
}

/// What a call passes by its variable arguments, one behind the other, as va_arg finds them in memory.
class Rest {
public:
  Rest(CallInst &Call, unsigned Fixed) : Call(Call), DL(Call.getModule()->getDataLayout()) {
    for (unsigned Index = Fixed; Index < Call.arg_size(); ++Index)
      place(Index);
  }

  //   call i32 (ptr, ...) @f(ptr %a, i32 1, double 2.0)  ->  %rest = alloca [16 x i8], align 16
  //                                                          store i32 1, ptr %rest
  //                                                          store double 2.0, ptr (%rest + 8)
  //                                                          call i32 @f(ptr %a, ptr %rest)
  Value *write() {
    if (Places.empty())
      return ConstantPointerNull::get(PointerType::getUnqual(Call.getContext()));
    IRBuilder<> AtEntry(&*Call.getFunction()->getEntryBlock().getFirstInsertionPt());
    AllocaInst *Block = AtEntry.CreateAlloca(ArrayType::get(AtEntry.getInt8Ty(), End), nullptr, "rest");
    Block->setAlignment(Most);
    IRBuilder<> B(&Call);
    for (auto [Index, Offset] : Places) {
      Value *Given = Call.getArgOperand(Index), *To = B.CreateConstGEP1_64(B.getInt8Ty(), Block, Offset);
      if (Call.isByValArgument(Index))
        B.CreateMemCpy(To, alignmentOf(Index), Given, Call.getParamAlign(Index),
                       DL.getTypeAllocSize(Call.getParamByValType(Index)));
      else
        B.CreateStore(Given, To);
    }
    return Block;
  }

private:
  Type *typeOf(unsigned Index) const {
    return Call.isByValArgument(Index) ? Call.getParamByValType(Index) : Call.getArgOperand(Index)->getType();
  }

  Align alignmentOf(unsigned Index) const {
    Align Own = Call.isByValArgument(Index) ? Call.getParamAlign(Index).valueOrOne() : DL.getABITypeAlign(typeOf(Index));
    return std::max(Own, Align(SlotBytes));
  }

  void place(unsigned Index) {
    Align Alignment = alignmentOf(Index);
    Most = std::max(Most, Alignment);
    uint64_t Offset = alignTo(End, Alignment);
    Places.push_back({Index, Offset});
    End = Offset + alignTo(DL.getTypeAllocSize(typeOf(Index)).getFixedValue(), SlotBytes);
  }

  CallInst &Call;
  const DataLayout &DL;
  SmallVector<std::pair<unsigned, uint64_t>, 8> Places;
  uint64_t End = 0;
  Align Most{16};
};

/// A function that is called before its prototype was seen: C passes what it is given, and the callee takes a fixed number.
FunctionType *withoutPrototype(const CallInst &Call) {
  auto *Callee = dyn_cast<Function>(Call.getCalledOperand()->stripPointerCasts());
  return Callee && !Callee->isVarArg() ? Callee->getFunctionType() : nullptr;
}

void expandCall(CallInst &Call) {
  FunctionType *T = Call.getFunctionType();
  SmallVector<Value *, 8> Given;
  SmallVector<AttributeSet, 8> Attributes;
  FunctionType *Fixed = withoutPrototype(Call);
  unsigned Kept = Fixed ? Call.arg_size() : T->getNumParams();
  for (unsigned Index = 0; Index < Kept; ++Index) {
    Given.push_back(Call.getArgOperand(Index));
    Attributes.push_back(Call.getAttributes().getParamAttrs(Index));
  }
  SmallVector<Type *, 8> Types;
  if (Fixed)
    for (Value *Argument : Given)
      Types.push_back(Argument->getType());
  else
    Given.push_back(Rest(Call, Kept).write());
  FunctionType *New = Fixed ? FunctionType::get(T->getReturnType(), Types, false) : expanded(*T);
  IRBuilder<> B(&Call);
  CallInst *Made = B.CreateCall(New, Call.getCalledOperand(), Given);
  Made->setAttributes(
      AttributeList::get(Call.getContext(), Call.getAttributes().getFnAttrs(), Call.getAttributes().getRetAttrs(), Attributes));
  Made->setCallingConv(Call.getCallingConv());
  Made->copyMetadata(Call);
  Made->takeName(&Call);
  Call.replaceAllUsesWith(Made);
  Call.eraseFromParent();
}

//   call void @llvm.va_start(ptr %list)  ->  store i32 48, ptr %list            ; no general register is left,
//                                            store i32 176, ptr (%list + 4)     ; no vector register:
//                                            store ptr %rest, ptr (%list + 8)   ; the next argument is in memory
//                                            store ptr null, ptr (%list + 16)
void start(Value *To, Value *Rest, IRBuilder<> &B) {
  auto At = [&](uint64_t Offset) { return B.CreateConstGEP1_64(B.getInt8Ty(), To, Offset); };
  B.CreateStore(B.getInt32(List::GeneralSpent), At(List::GeneralOffset));
  B.CreateStore(B.getInt32(List::VectorSpent), At(List::VectorOffset));
  B.CreateStore(Rest, At(List::OverflowOffset));
  B.CreateStore(ConstantPointerNull::get(B.getPtrTy()), At(List::SavedOffset));
}

void expandLists(Function &F, Value *Rest) {
  SmallVector<IntrinsicInst *, 8> Calls;
  for (Instruction &I : instructions(F))
    if (auto *Call = dyn_cast<IntrinsicInst>(&I))
      Calls.push_back(Call);
  for (IntrinsicInst *Call : Calls) {
    IRBuilder<> B(Call);
    switch (Call->getIntrinsicID()) {
    case Intrinsic::vastart:
      start(Call->getArgOperand(0), Rest, B);
      break;
    case Intrinsic::vacopy:
      B.CreateMemCpy(Call->getArgOperand(0), Align(8), Call->getArgOperand(1), Align(8), List::Bytes);
      break;
    case Intrinsic::vaend:
      break;
    default:
      continue;
    }
    Call->eraseFromParent();
  }
}

//   define i32 @f(ptr %a, ...)           ->  define i32 @f(ptr %a, ptr %rest)
Function *expandFunction(Function &F) {
  Function *New = Function::Create(expanded(*F.getFunctionType()), F.getLinkage(), F.getAddressSpace(), "", F.getParent());
  New->copyAttributesFrom(&F);
  New->copyMetadata(&F, 0);
  New->takeName(&F);
  New->splice(New->begin(), &F);
  for (auto [Old, Given] : zip(F.args(), New->args())) {
    Given.takeName(&Old);
    Old.replaceAllUsesWith(&Given);
  }
  New->getArg(F.arg_size())->setName("rest");
  F.replaceAllUsesWith(New);
  F.eraseFromParent();
  return New;
}

} // namespace

void expandVariadics(Module &M) {
  SmallVector<Function *, 8> Variadic;
  SmallVector<CallInst *, 16> Calls;
  for (Function &F : M) {
    if (F.isVarArg())
      Variadic.push_back(&F);
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallInst>(&I); Call && Call->getFunctionType()->isVarArg())
        Calls.push_back(Call);
  }
  // Calls first: they ask whether what they call is variadic.
  for (CallInst *Call : Calls)
    expandCall(*Call);
  for (Function *F : Variadic)
    expandFunction(*F);
  for (Function &F : M)
    if (!F.isDeclaration())
      expandLists(F, F.arg_empty() ? nullptr : F.getArg(F.arg_size() - 1));
}

} // namespace fastpaas
