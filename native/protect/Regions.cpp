#include "Regions.h"

#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// Phis and selects are looked through by one of their inputs: further than this no answer is better than another.
constexpr unsigned LooksMax = 8;

bool isIn(int64_t Number, uint64_t Start, uint64_t Bytes) {
  return Number >= int64_t(Start) && Number < int64_t(Start + Bytes);
}

Region regionOf(int64_t Number) {
  if (Number >= PacketRegion.First)
    return PacketRegion;
  return Number >= StackRegion.First ? StackRegion : HeapRegion;
}

/// The address of a load, without its indices.
std::optional<int64_t> loadedFrom(const Value *V, const DataLayout &DL) {
  auto *Load = dyn_cast<LoadInst>(V);
  if (!Load)
    return std::nullopt;
  Value *From = const_cast<Value *>(Load->getPointerOperand());
  while (auto *G = dyn_cast<GEPOperator>(From)) {
    if (std::optional<int64_t> Number = numberOf(From, DL))
      return Number;
    From = G->getPointerOperand();
  }
  return numberOf(From, DL);
}

Region guess(const Value *V, const DataLayout &DL, unsigned Depth) {
  if (V->getType()->isPointerTy())
    if (std::optional<int64_t> Number = numberOf(const_cast<Value *>(V), DL))
      return regionOf(*Number);
  if (Depth == LooksMax)
    return HeapRegion;
  auto Through = [&](const Value *Next) { return guess(Next, DL, Depth + 1); };
  if (auto *G = dyn_cast<GEPOperator>(V))
    return Through(G->getPointerOperand());
  if (auto *Phi = dyn_cast<PHINode>(V))
    return Through(Phi->getIncomingValue(0));
  if (auto *Select = dyn_cast<SelectInst>(V))
    return Through(Select->getTrueValue());
  auto *Cast = dyn_cast<IntToPtrInst>(V);
  auto *Wide = Cast ? dyn_cast<ZExtInst>(Cast->getOperand(0)) : nullptr;
  if (!Wide)
    return HeapRegion;
  // A number of 32 bits: a packet's offset, out of the burst; or the stack's, which the pass made.
  std::optional<int64_t> From = loadedFrom(Wide->getOperand(0), DL);
  bool IsOffset = From && isIn(*From, arena::BURST_OFFSET, arena::HEAP_BLOCK_OFFSET - arena::BURST_OFFSET);
  return IsOffset ? PacketRegion : StackRegion;
}

} // namespace

std::optional<Region> lowRegionOf(int64_t Number) {
  if (Number < int64_t(arena::IMAGE_OFFSET) || Number > StackRegion.Last)
    return std::nullopt;
  return regionOf(Number);
}

Region guessRegion(const Value *Address, const DataLayout &DL) { return guess(Address, DL, 0); }

} // namespace fastpaas
