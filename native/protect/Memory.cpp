#include "Memory.h"

#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// In place: what code generation would do too, eight registers of 32 bytes. A move holds all of it in registers.
constexpr uint64_t InlineBytesMax = 256, InlineMoveBytesMax = 128;

/// Of a copy from or to a variable that may become a few values without memory.
constexpr uint64_t VariableBytesMax = 32;

/// Chunks of a move, longest first.
constexpr uint64_t ChunkBytes[] = {32, 16, 8, 4, 2, 1};

Type *chunkType(IRBuilder<> &B, uint64_t Bytes) {
  return Bytes > 8 ? static_cast<Type *>(FixedVectorType::get(B.getInt64Ty(), Bytes / 8)) : B.getIntNTy(Bytes * 8);
}

//   call @llvm.memmove(%to, %from, 12)   ->  %a = load i64, ptr %from       ; all of it is read first
//                                            %b = load i32, ptr (%from + 8)
//                                            store i64 %a, ptr %to
//                                            store i32 %b, ptr (%to + 8)
void moveInline(MemTransferInst &Move, uint64_t Bytes) {
  IRBuilder<> B(&Move);
  SmallVector<std::pair<Value *, uint64_t>, 8> Parts;
  bool IsVolatile = Move.isVolatile();
  for (uint64_t At = 0; At < Bytes;) {
    uint64_t Chunk = *find_if(ChunkBytes, [&](uint64_t Each) { return Each <= Bytes - At; });
    Value *From = B.CreateGEP(B.getInt8Ty(), Move.getRawSource(), B.getInt64(At));
    Parts.push_back({B.CreateAlignedLoad(chunkType(B, Chunk), From, Align(1), IsVolatile), At});
    At += Chunk;
  }
  for (auto &[Value, At] : Parts)
    B.CreateAlignedStore(Value, B.CreateGEP(B.getInt8Ty(), Move.getRawDest(), B.getInt64(At)), Align(1), IsVolatile);
}

//   call @llvm.memcpy(%to, %from, 12)    ->  call @llvm.memcpy.inline(%to, %from, 12)
//   call @llvm.memset(%to, %byte, 12)    ->  call @llvm.memset.inline(%to, %byte, 12)
bool lowerInline(MemIntrinsic &Call) {
  auto *Length = dyn_cast<ConstantInt>(Call.getLength());
  if (!Length)
    return false;
  uint64_t Bytes = Length->getZExtValue();
  IRBuilder<> B(&Call);
  if (auto *Move = dyn_cast<MemMoveInst>(&Call)) {
    if (Bytes > InlineMoveBytesMax)
      return false;
    moveInline(*Move, Bytes);
  } else if (Bytes > InlineBytesMax) {
    return false;
  } else if (auto *Set = dyn_cast<MemSetInst>(&Call)) {
    B.CreateMemSetInline(Set->getRawDest(), Set->getDestAlign(), Set->getValue(), B.getInt64(Bytes), Set->isVolatile());
  } else {
    auto &Copy = cast<MemCpyInst>(Call);
    B.CreateMemCpyInline(Copy.getRawDest(), Copy.getDestAlign(), Copy.getRawSource(), Copy.getSourceAlign(),
                         B.getInt64(Bytes), Copy.isVolatile());
  }
  return true;
}

//   call @llvm.memcpy(%to, %from, %n)    ->  call ptr @memcpy(%to, %from, %n)
void lowerToLibrary(MemIntrinsic &Call, Module &M) {
  IRBuilder<> B(&Call);
  Value *Length = B.CreateZExtOrTrunc(Call.getLength(), B.getInt64Ty());
  if (auto *Set = dyn_cast<MemSetInst>(&Call)) {
    Value *Byte = B.CreateZExt(Set->getValue(), B.getInt32Ty());
    B.CreateCall(M.getFunction("memset"), {Set->getRawDest(), Byte, Length});
    return;
  }
  auto &Transfer = cast<MemTransferInst>(Call);
  Function *Callee = M.getFunction(isa<MemMoveInst>(Transfer) ? "memmove" : "memcpy");
  B.CreateCall(Callee, {Transfer.getRawDest(), Transfer.getRawSource(), Length});
}

//   %q = call ptr @llvm.ptrmask(%p, i64 -16)  ->  %q = inttoptr (and (ptrtoint %p), -16)
void lowerMask(IntrinsicInst &Mask) {
  IRBuilder<> B(&Mask);
  Value *Address = B.CreatePtrToInt(Mask.getArgOperand(0), B.getInt64Ty());
  Mask.replaceAllUsesWith(B.CreateIntToPtr(B.CreateAnd(Address, Mask.getArgOperand(1)), Mask.getType()));
  Mask.eraseFromParent();
}

bool hasVariable(const MemCpyInst &Copy) {
  return isa<AllocaInst>(getUnderlyingObject(Copy.getRawDest())) || isa<AllocaInst>(getUnderlyingObject(Copy.getRawSource()));
}

} // namespace

//   call @llvm.memcpy(%variable, %from, 6)    ->  store (load i32), %variable; store (load i16), (%variable + 4)
void lowerCopiesOfVariables(Module &M) {
  SmallVector<MemCpyInst *, 8> Copies;
  for (Function &F : M)
    for (Instruction &I : instructions(F))
      if (auto *Copy = dyn_cast<MemCpyInst>(&I); Copy && !isa<MemCpyInlineInst>(Copy) && hasVariable(*Copy))
        Copies.push_back(Copy);
  for (MemCpyInst *Copy : Copies) {
    auto *Length = dyn_cast<ConstantInt>(Copy->getLength());
    if (!Length || Length->getZExtValue() > VariableBytesMax)
      continue;
    moveInline(*Copy, Length->getZExtValue());
    Copy->eraseFromParent();
  }
}

void lowerMemory(Module &M) {
  SmallVector<MemIntrinsic *, 16> Calls;
  SmallVector<IntrinsicInst *, 4> Masks;
  for (Function &F : M)
    for (Instruction &I : instructions(F)) {
      auto *Mask = dyn_cast<IntrinsicInst>(&I);
      if (Mask && Mask->getIntrinsicID() == Intrinsic::ptrmask)
        Masks.push_back(Mask);
      auto *Call = dyn_cast<MemIntrinsic>(&I);
      if (!Call)
        continue;
      bool IsInline = isa<MemCpyInlineInst>(Call) || isa<MemSetInlineInst>(Call);
      if (!IsInline)
        Calls.push_back(Call);
    }
  for (MemIntrinsic *Call : Calls) {
    if (!lowerInline(*Call))
      lowerToLibrary(*Call, M);
    Call->eraseFromParent();
  }
  for (IntrinsicInst *Mask : Masks)
    lowerMask(*Mask);
}

} // namespace fastpaas
