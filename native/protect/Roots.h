// An address as the pass sees it: a root, which must be brought into the arena, plus what is bounded and may stay outside.
#ifndef FASTPAAS_PROTECT_ROOTS_H
#define FASTPAAS_PROTECT_ROOTS_H

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Operator.h"

#include <optional>

namespace fastpaas {

/// An index of an address and the bytes that one step of it is.
struct Term {
  llvm::Value *Index;
  int64_t Bytes;
  /// Of one of 32 bits that was made from an extension of 64: which.
  bool IsSigned = false;
};

/// How far from its root an access may be.
struct Distances {
  /// What is bounded and what is constant, together.
  int64_t BeyondMax;
  /// A constant that is split from an index without a bound.
  int64_t SplitMin, SplitMax;
};

/// None: an address is a root as a whole.
constexpr Distances AtRoot{0, 0, 0};

/// Base + Free.Index * Free.Bytes + the sum of Bounded + Constant.
struct Address {
  llvm::Value *Base;
  /// The one index that nothing bounds, if there is any: it belongs to the root. Of 32 or 64 bits: a root has 32.
  std::optional<Term> Free;
  llvm::SmallVector<Term, 2> Bounded;
  int64_t Constant = 0;
  /// Of the sum of Bounded and Constant.
  int64_t Lowest = 0, Highest = 0;
};

/// Which additions can't overflow, recorded before the flags that say so are dropped. They decide only how an address is written
/// down: were one wrong, the address would be another one inside the arena.
class ExactAdditions {
public:
  explicit ExactAdditions(llvm::Function &F);
  /// A disjoint `or` is an addition.
  bool isAddition(const llvm::Value *V) const { return Additions.contains(V); }
  /// Whether zext(A + C) is zext(A) + C.
  bool isExactUnsigned(const llvm::Value *V) const { return Unsigned.contains(V); }
  /// Whether sext(A + C) is sext(A) + C.
  bool isExactSigned(const llvm::Value *V) const { return Signed.contains(V); }

private:
  llvm::DenseSet<const llvm::Value *> Additions, Unsigned, Signed;
};

/// Takes one step of address arithmetic apart; nothing: it must be a root as a whole.
std::optional<Address> decompose(llvm::GEPOperator &G, const llvm::DataLayout &DL, const ExactAdditions &Exact,
                                 const Distances &Most);

/// The number that an address is, if it is one at compile time.
std::optional<int64_t> numberOf(llvm::Value *P, const llvm::DataLayout &DL);

/// Whether the address \p V depends on itself: a pointer that a loop moves.
bool isCyclic(const llvm::Value *V);

} // namespace fastpaas

#endif
