// The three parts of an arena that backends with checks compare addresses with: heap, stack and packets, each with what lies
// beside it (native/module/arena.def). Between two of them nothing is mapped.
#ifndef FASTPAAS_PROTECT_REGIONS_H
#define FASTPAAS_PROTECT_REGIONS_H

#include "Arena.h"
#include "Roots.h"

namespace fastpaas {

/// Offsets from \p First to \p Last, both included.
struct Region {
  int64_t First, Last;
};

/// Of a root, how far outside its region it passes. What is between two regions has twice as many bytes, at least.
constexpr int64_t RootSlack = 0x8000;

/// How far from its root an access may be: less than that, so that a good access always has a good root; and so little that an
/// access whose root is good lies in the root's region or where nothing is mapped.
constexpr Distances NearRoot{0x7000, -0x7000, 0x7000};

/// Variables, heap, what lcores share. From 0 on: what lies below is never mapped either.
constexpr Region HeapRegion{0, int64_t(arena::SHARED_OFFSET + arena::SHARED_BYTES_MAX) + RootSlack - 1};
/// The stack in the arena, the burst, the configuration, state windows.
constexpr Region StackRegion{int64_t(arena::STACK_OFFSET) - RootSlack,
                             int64_t(arena::STATE_OFFSET + arena::STATE_BYTES_MAX) + RootSlack - 1};
constexpr Region PacketRegion{int64_t(arena::PACKETS_OFFSET) - RootSlack,
                              int64_t(arena::PACKETS_OFFSET + arena::PACKETS_BYTES_MAX) + RootSlack - 1};

static_assert(HeapRegion.Last < StackRegion.First && StackRegion.Last < PacketRegion.First, "regions lie apart");
static_assert(NearRoot.BeyondMax + 32 <= RootSlack, "an access of 32 bytes stays beside its region");

/// The region of a number, if it is in one that 31 bits reach.
std::optional<Region> lowRegionOf(int64_t Number);

/// Where an address most likely points to, by what it is computed from. Only speed depends on it.
Region guessRegion(const llvm::Value *Address, const llvm::DataLayout &DL);

} // namespace fastpaas

#endif
