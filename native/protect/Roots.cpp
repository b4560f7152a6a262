#include "Roots.h"

#include "Arena.h"
#include "Ranges.h"

#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace fastpaas {

ExactAdditions::ExactAdditions(Function &F) {
  for (Instruction &I : instructions(F)) {
    auto *Or = dyn_cast<PossiblyDisjointInst>(&I);
    bool IsDisjoint = Or && Or->isDisjoint();
    if (!IsDisjoint && I.getOpcode() != Instruction::Add)
      continue;
    Additions.insert(&I);
    if (IsDisjoint || I.hasNoUnsignedWrap())
      Unsigned.insert(&I);
    if (IsDisjoint || I.hasNoSignedWrap())
      Signed.insert(&I);
  }
}

namespace {

/// Of one element: larger ones belong to no module, and products with 32 bits stay exact.
constexpr int64_t StepMax = int64_t(1) << 30;

std::optional<int64_t> smallConstant(const Value *V) {
  auto *C = dyn_cast<ConstantInt>(V);
  if (!C || C->getBitWidth() > 64 || C->getValue().getSignificantBits() > 31)
    return std::nullopt;
  return C->getSExtValue();
}

/// Splits constants from an index, as unrolled loops have them, so that the copies of a body share a root:
///   %i3 = add i64 %i, 3          ->  %i, and 3 steps
///   zext (add nuw i32 %i, 3)     ->  zext %i, and 3 steps
class IndexSplitter {
public:
  IndexSplitter(Value *Index, int64_t Bytes, const ExactAdditions &Exact, const Distances &Most)
      : Index(Index), Bytes(Bytes), Exact(Exact), Most(Most) {
    while (splitSum() || splitExtension())
      ;
  }

  Value *Index;
  int64_t Constant = 0;
  bool WasSigned = false;

private:
  bool take(BinaryOperator &Sum) {
    std::optional<int64_t> Added = smallConstant(Sum.getOperand(1));
    if (!Added)
      return false;
    int64_t Moved = Constant + *Added * Bytes;
    if (Moved < Most.SplitMin || Moved > Most.SplitMax)
      return false;
    Constant = Moved;
    return true;
  }

  bool splitSum() {
    auto *Sum = dyn_cast<BinaryOperator>(Index);
    bool IsSum = Sum && Sum->getType()->isIntegerTy(64) && Exact.isAddition(Sum);
    if (!IsSum || !take(*Sum))
      return false;
    Index = Sum->getOperand(0);
    return true;
  }

  /// The narrow index is enough for a root, which has 32 bits itself.
  bool splitExtension() {
    auto *Narrow = dyn_cast<BinaryOperator>(Index);
    if (auto *Extension = dyn_cast<CastInst>(Index)) {
      bool IsSigned = Extension->getOpcode() == Instruction::SExt;
      if (!IsSigned && Extension->getOpcode() != Instruction::ZExt)
        return false;
      Narrow = dyn_cast<BinaryOperator>(Extension->getOperand(0));
      if (!Narrow || !(IsSigned ? Exact.isExactSigned(Narrow) : Exact.isExactUnsigned(Narrow)))
        return false;
      WasSigned = IsSigned;
    } else if (!Narrow || !(WasSigned ? Exact.isExactSigned(Narrow) : Exact.isExactUnsigned(Narrow))) {
      return false;
    }
    if (!Narrow->getType()->isIntegerTy(32) || !take(*Narrow))
      return false;
    Index = Narrow->getOperand(0);
    return true;
  }

  int64_t Bytes;
  const ExactAdditions &Exact;
  const Distances &Most;
};

/// The bytes that Index * Bytes can be, if they may stay outside the root.
std::optional<std::pair<int64_t, int64_t>> boundedBytes(const Value *Index, int64_t Bytes, const Distances &Most) {
  ConstantRange Range = rangeOf(Index);
  APInt Low = Range.getSignedMin(), High = Range.getSignedMax();
  if (Low.getSignificantBits() > 32 || High.getSignificantBits() > 32)
    return std::nullopt;
  int64_t Lowest = Low.getSExtValue() * Bytes, Highest = High.getSExtValue() * Bytes;
  if (Lowest < -Most.BeyondMax || Highest > Most.BeyondMax)
    return std::nullopt;
  return std::pair(Lowest, Highest);
}

/// One index of an address into its parts. False: there is a second one without a bound.
bool addIndex(Address &A, Value *Index, int64_t Bytes, const ExactAdditions &Exact, const Distances &Most) {
  // A bound may rest on the whole index.
  if (auto Range = boundedBytes(Index, Bytes, Most)) {
    A.Bounded.push_back({Index, Bytes});
    A.Lowest += Range->first;
    A.Highest += Range->second;
    return true;
  }
  IndexSplitter Split(Index, Bytes, Exact, Most);
  A.Constant += Split.Constant;
  bool IsWide = Split.Index->getType()->isIntegerTy(64);
  if (auto Range = IsWide ? boundedBytes(Split.Index, Bytes, Most) : std::nullopt) {
    A.Bounded.push_back({Split.Index, Bytes});
    A.Lowest += Range->first;
    A.Highest += Range->second;
    return true;
  }
  if (A.Free)
    return false;
  A.Free = Term{Split.Index, Bytes, Split.WasSigned};
  return true;
}

/// What doesn't change in a loop has become an address of its own before it, one for each copy of an unrolled body:
///   %q = getelementptr i8, ptr %p, i64 2; getelementptr i8, ptr %q, i64 %i    ->  %p, %i, and 2
void takeConstantOfBase(Address &A, const DataLayout &DL, const Distances &Most) {
  while (auto *Base = dyn_cast<GetElementPtrInst>(A.Base)) {
    APInt Offset(64, 0);
    // One that stands on a number is a number, and those are told apart by what they are (Confine::rootWithIndex).
    bool IsNumber = isa<Constant>(Base->getPointerOperand());
    if (IsNumber || !Base->accumulateConstantOffset(DL, Offset) || Offset.getSignificantBits() > 31)
      return;
    int64_t Moved = A.Constant + Offset.getSExtValue();
    if (Moved < Most.SplitMin || Moved > Most.SplitMax)
      return;
    A.Constant = Moved;
    A.Base = Base->getPointerOperand();
  }
}

} // namespace

std::optional<Address> decompose(GEPOperator &G, const DataLayout &DL, const ExactAdditions &Exact, const Distances &Most) {
  if (G.getType()->isVectorTy())
    return std::nullopt;
  Address A{G.getPointerOperand(), {}, {}};
  for (auto Step = gep_type_begin(G), End = gep_type_end(G); Step != End; ++Step) {
    Value *Index = Step.getOperand();
    if (StructType *Struct = Step.getStructTypeOrNull()) {
      uint64_t Field = cast<ConstantInt>(Index)->getZExtValue();
      A.Constant += int64_t(DL.getStructLayout(Struct)->getElementOffset(Field).getFixedValue());
      continue;
    }
    TypeSize Stride = Step.getSequentialElementStride(DL);
    int64_t Bytes = Stride.isScalable() ? StepMax : int64_t(Stride.getFixedValue());
    if (Bytes >= StepMax)
      return std::nullopt;
    if (std::optional<int64_t> Constant = smallConstant(Index))
      A.Constant += *Constant * Bytes;
    else if (!Index->getType()->isIntegerTy(64) || !addIndex(A, Index, Bytes, Exact, Most))
      return std::nullopt;
    if (A.Constant < -Most.BeyondMax || A.Constant > Most.BeyondMax)
      return std::nullopt;
  }
  if (A.Free)
    takeConstantOfBase(A, DL, Most);
  int64_t Low = A.Free ? Most.SplitMin : -Most.BeyondMax, High = A.Free ? Most.SplitMax : Most.BeyondMax;
  if (A.Constant < Low || A.Constant > High)
    return std::nullopt;
  A.Lowest += A.Constant;
  A.Highest += A.Constant;
  if (A.Lowest < -Most.BeyondMax || A.Highest > Most.BeyondMax)
    return std::nullopt;
  return A;
}

std::optional<int64_t> numberOf(Value *P, const DataLayout &DL) {
  APInt Offset(64, 0);
  Value *Base = P->stripAndAccumulateConstantOffsets(DL, Offset, /*AllowNonInbounds=*/true);
  if (!isa<Constant>(Base))
    return std::nullopt;
  Base = ConstantFoldConstant(cast<Constant>(Base), DL)
             ->stripAndAccumulateConstantOffsets(DL, Offset, /*AllowNonInbounds=*/true);
  auto *Cast = dyn_cast<ConstantExpr>(Base);
  auto *Number = Cast && Cast->getOpcode() == Instruction::IntToPtr ? dyn_cast<ConstantInt>(Cast->getOperand(0)) : nullptr;
  if (!Number && !isa<ConstantPointerNull>(Base) && !isa<UndefValue>(Base))
    return std::nullopt;
  uint64_t Address = Offset.getZExtValue() + (Number ? Number->getZExtValue() : 0);
  return int64_t(Address & 0xffffffff);
}

bool isCyclic(const Value *V) {
  SmallVector<const Value *, 8> Open{V};
  DenseSet<const Value *> Seen;
  while (!Open.empty()) {
    const Value *From = Open.pop_back_val();
    auto Visit = [&](const Value *Input) {
      if (Seen.insert(Input).second)
        Open.push_back(Input);
    };
    if (auto *Phi = dyn_cast<PHINode>(From)) {
      for (const Value *Input : Phi->incoming_values())
        Visit(Input);
    } else if (auto *Select = dyn_cast<SelectInst>(From)) {
      Visit(Select->getTrueValue());
      Visit(Select->getFalseValue());
    } else if (auto *G = dyn_cast<GEPOperator>(From)) {
      Visit(G->getPointerOperand());
    }
    if (Seen.contains(V))
      return true;
  }
  return false;
}

} // namespace fastpaas
