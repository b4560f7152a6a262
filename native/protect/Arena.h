// The numbers of native/module/arena.def, and what the pass derives from them.
#ifndef FASTPAAS_PROTECT_ARENA_H
#define FASTPAAS_PROTECT_ARENA_H

#include <cstdint>

namespace fastpaas {

namespace arena {
#define ARENA(Name, Value) constexpr uint64_t Name = Value;
#include "../module/arena.def"
#undef ARENA
} // namespace arena

/// Pointers of this address space are offsets from %gs (LLVM, "X86 address space pointer sections").
constexpr unsigned SegmentAddressSpace = 256;

/// Pointers of this one are addresses: the arena's base and an offset. x86-64 gives it no meaning, it only marks them; and from
/// 256 up code generation makes no string instructions.
constexpr unsigned BaseAddressSpace = 512;

/// How far an address may lie beyond the 32 bits that were zero-extended: what docs/adr/0025 lets the pass make.
constexpr int64_t BeyondMax = int64_t(arena::GUARD_BYTES) / 2 - 1;

/// A constant may be split from an index that has no bound only while no valid address, less that constant, leaves 32 bits: else
/// the zero-extended rest would wrap, and a good access would fault. So at most the lowest region's offset ...
constexpr int64_t SplitMax = int64_t(arena::IMAGE_OFFSET);
/// ... and at least what is free behind the highest one.
constexpr int64_t SplitMin =
    -int64_t(arena::ARENA_BYTES - arena::PACKETS_OFFSET - arena::PACKETS_BYTES_MAX);

} // namespace fastpaas

#endif
