#include "Ranges.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Instruction.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// Deeper than any address that a compiler makes of C; expressions of two operands are looked at twice a level.
constexpr unsigned DepthMax = 8;

/// A shift by an amount that isn't known may be one by its width or more, which has no meaning in IR and some on a processor.
bool isShiftByKnownAmount(const Instruction &I) {
  auto *Amount = dyn_cast<ConstantInt>(I.getOperand(1));
  return Amount && Amount->getValue().ult(I.getType()->getIntegerBitWidth());
}

} // namespace

ConstantRange rangeOf(const Value *V, unsigned Depth) {
  unsigned Bits = V->getType()->getIntegerBitWidth();
  ConstantRange Any = ConstantRange::getFull(Bits);
  if (auto *C = dyn_cast<ConstantInt>(V))
    return ConstantRange(C->getValue());
  auto *I = dyn_cast<Instruction>(V);
  if (!I || Depth == DepthMax)
    return Any;
  auto Operand = [&](unsigned K) { return rangeOf(I->getOperand(K), Depth + 1); };
  switch (I->getOpcode()) {
  case Instruction::ZExt:
    return Operand(0).zeroExtend(Bits);
  case Instruction::SExt:
    return Operand(0).signExtend(Bits);
  case Instruction::Trunc:
    return Operand(0).truncate(Bits);
  case Instruction::Select:
    return Operand(1).unionWith(Operand(2));
  case Instruction::Shl:
  case Instruction::LShr:
    if (!isShiftByKnownAmount(*I))
      return Any;
    [[fallthrough]];
  case Instruction::Add:
  case Instruction::Mul:
  case Instruction::And:
  case Instruction::Or:
    return Operand(0).binaryOp(static_cast<Instruction::BinaryOps>(I->getOpcode()), Operand(1));
  default:
    return Any;
  }
}

} // namespace fastpaas
