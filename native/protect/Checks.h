// Before an access, its root is checked where no check before has done so. A check ends a module whose root lies outside of its
// arena: it stands where the access is certain, and not, as a root of 32 bits may, where the address is made.
#ifndef FASTPAAS_PROTECT_CHECKS_H
#define FASTPAAS_PROTECT_CHECKS_H

#include "Reach.h"
#include "Regions.h"
#include "Roots.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"

#include <map>

namespace fastpaas {

/// An index without a bound into memory at a known place: the address is Number + Index * Scale.
struct KnownArray {
  int64_t Number;
  /// 1, 2, 4 or 8.
  int64_t Scale;
  Region In;
};

/// Of a backend.
class Checker {
public:
  virtual ~Checker() = default;
  /// Control goes on only if \p Root passes.
  /// \param Guess the region that is most likely.
  /// \returns the root, for all that follows.
  virtual llvm::Value *check(llvm::IRBuilder<> &B, llvm::Value *Root, const Region &Guess) = 0;
  /// Whether an index into memory at a known place is checked itself; else the address is, as any root.
  virtual bool takesIndices() const { return false; }
  /// The same of an index, whose array's region is the one that its addresses must be in.
  virtual llvm::Value *checkIndex(llvm::IRBuilder<> &B, llvm::Value *Index, const KnownArray &Array) {
    llvm_unreachable("it takes none");
  }
};

/// All checks of a function.
class Checks {
public:
  Checks(llvm::Function &F, const llvm::DominatorTree &Dominators, const llvm::LoopInfo &Loops, const ExactAdditions &Exact,
         const Distances &Most, std::unique_ptr<Checker> By);

  /// Before any access is rewritten: what its address is computed from is still there to be seen.
  void expect(llvm::Value *P);
  /// What an access at \p At through \p P goes through: its root has been checked whenever control comes there.
  llvm::Value *protect(llvm::Instruction &At, llvm::Value *P);
  /// Behind the last access: what else uses an address that was checked takes the checked one, so that one register has it.
  void finish();

  unsigned made() const { return Made; }
  unsigned hoisted() const { return Hoisted; }

private:
  /// Root + the sum of Bounded + Constant; without a root the constant is the address. With an array the root is its index, and
  /// the array's number is added too.
  struct Place {
    llvm::Value *Root = nullptr;
    std::optional<KnownArray> Array;
    llvm::SmallVector<Term, 2> Bounded;
    int64_t Constant = 0, Lowest = 0, Highest = 0;
  };

  /// \p Passed is the root wherever it dominates.
  struct Check {
    llvm::Instruction *Passed;
    std::optional<KnownArray> Array;

    /// Whether it says of \p P what a check of its own would.
    bool covers(const Place &P, const Distances &Most) const;
  };

  Place locate(llvm::Value *P);
  Place locateIndexed(llvm::Value *Base, const Term &Free);
  llvm::Value *wide(llvm::IRBuilder<> &B, const Term &Free);
  Place whole(llvm::Value *P);
  llvm::Value *check(llvm::Instruction &At, const Place &P, const Region &Guess);
  llvm::Instruction *hoist(llvm::Instruction &At, const llvm::Value *Root) const;
  llvm::Instruction *behind(llvm::Value *V);

  llvm::Function &F;
  const llvm::DataLayout &DL;
  const llvm::DominatorTree &Dominators;
  const llvm::LoopInfo &Loops;
  const ExactAdditions &Exact;
  const Distances Most;
  const Reach Arena;
  std::unique_ptr<Checker> By;
  llvm::DenseMap<llvm::Value *, llvm::SmallVector<Check, 2>> Done;
  llvm::DenseMap<llvm::Value *, llvm::Value *> Whole;
  llvm::DenseMap<llvm::Value *, Region> Expected;
  std::map<std::tuple<llvm::Value *, llvm::Value *, int64_t, bool>, llvm::Value *> Indexed;
  unsigned Made = 0, Hoisted = 0;
};

} // namespace fastpaas

#endif
