// Every access of a function goes to the arena (Reach.h), at an offset of 32 bits plus what Roots.h bounds.
#ifndef FASTPAAS_PROTECT_CONFINE_H
#define FASTPAAS_PROTECT_CONFINE_H

#include "Checks.h"
#include "Diagnostics.h"
#include "Reach.h"
#include "Report.h"
#include "Roots.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"

#include <map>

namespace fastpaas {

/// Rewrites one function. Its variables have been moved (Stack.h) and globals are numbers (Globals.h) before.
class Confine {
public:
  /// \param OnlyWrites reads may go anywhere.
  /// \param IsWhole nothing but an address as a whole is a root, and code generation learns nothing of it: where it once knew
  /// a bound so well that no instruction was left for the verifier to see it by.
  /// \param By makes the checks of a backend that has some; null: roots of 32 bits need none.
  Confine(llvm::Function &F, bool OnlyWrites, bool IsWhole, std::unique_ptr<Checker> By);
  FunctionReport run();

private:
  /// A pointer into the arena, and how far beyond 32 bits it can be.
  struct Protected {
    llvm::Value *Pointer;
    int64_t Lowest = 0, Highest = 0;
  };

  enum class Kind { Read, Write, Prefetch };

  struct Access {
    llvm::Instruction *At;
    unsigned Operand;
    Kind Does;
    /// Not all of it need be done.
    bool IsMasked = false;
  };

  /// How many were made so far; of checks, how many in front of a loop.
  struct Progress {
    size_t Roots;
    unsigned Checks, Hoisted;
  };

  void collect();
  void rewrite(const Access &A);
  llvm::Value *pointerFor(const Access &A, llvm::Value *P);
  void retype(llvm::Instruction &At);
  bool isFree(llvm::Value *P) const;
  void count(const Access &A, llvm::Value *P, const Progress &Before);
  Progress made() const;
  Protected protect(llvm::Value *P);
  Protected protectNew(llvm::Value *P);
  std::optional<Protected> protectGep(llvm::GEPOperator &G);
  Protected protectPhi(llvm::PHINode &Phi);
  Protected protectSelect(llvm::SelectInst &Select);
  Protected root(llvm::Value *P);
  llvm::Value *rootWithIndex(llvm::Value *Base, Term Free, int64_t &Constant);
  std::optional<Address> burstAddress(llvm::Value *P) const;
  llvm::Value *narrowed(llvm::GEPOperator &G, Address A);
  llvm::Value *low32(llvm::IRBuilder<> &B, llvm::Value *P);
  llvm::Value *rootOf(llvm::IRBuilder<> &B, llvm::Value *Low);
  llvm::Value *extend(llvm::IRBuilder<> &B, llvm::Value *Root, const Address &A);
  llvm::Instruction *behind(llvm::Value *V);
  llvm::Instruction *behindBoth(llvm::Value *Left, llvm::Value *Right);

  llvm::Function &F;
  const llvm::DataLayout &DL;
  llvm::DominatorTree Dominators;
  llvm::LoopInfo Loops;
  ExactAdditions Exact;
  const Reach Arena;
  const bool OnlyWrites, IsWhole;
  const Distances Most;
  std::optional<Checks> Checking;
  llvm::SmallVector<Access, 32> Accesses;
  llvm::SmallVector<llvm::WeakTrackingVH, 32> Replaced;
  llvm::DenseMap<llvm::Value *, Protected> Known;
  /// Of a base that is a number: one for all numbers near it, with the number.
  struct IndexedRoot {
    llvm::Value *Pointer;
    int64_t Number;
  };
  std::map<std::tuple<llvm::Value *, llvm::Value *, int64_t>, IndexedRoot> IndexedRoots;
  /// Of indices into the burst: their 16 bits.
  llvm::DenseMap<llvm::Value *, llvm::Value *> NarrowIndices;
  /// Of pointers that were loaded: the 32 bits that count.
  llvm::DenseMap<llvm::Value *, llvm::Value *> LoadedRoots;
  llvm::SmallVector<llvm::ICmpInst *, 8> NullTests;
  /// The instruction that made each root, in the order of their making.
  llvm::SmallVector<llvm::Value *, 32> Roots;
  FunctionReport Counts;
};

/// Refuses what still reaches memory on another way.
void refuseUnprotected(llvm::Function &F, Diagnostics &Refusals);

/// Whether \p P points into a variable that stayed on the machine stack: all accesses to it were proved (Stack.h).
bool isOnMachineStack(const llvm::Value *P);

} // namespace fastpaas

#endif
