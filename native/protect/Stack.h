// Variables whose address is taken, or whose accesses can't be proved, live on a stack in the arena.
#ifndef FASTPAAS_PROTECT_STACK_H
#define FASTPAAS_PROTECT_STACK_H

#include "Diagnostics.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"

namespace fastpaas {

/// Plans for all functions of a module, then moves: who must publish the stack's pointer depends on who else has variables there.
class Stack {
public:
  Stack(llvm::Module &M, Diagnostics &Refusals);
  /// \returns how many variables were moved.
  unsigned move();

private:
  struct Plan {
    llvm::SmallVector<llvm::AllocaInst *, 4> Fixed;
    llvm::SmallVector<llvm::AllocaInst *, 4> Sized;     // whose size is known at run time
    llvm::SmallVector<llvm::IntrinsicInst *, 2> Marks;  // stacksave, stackrestore
    bool usesStack() const { return !Fixed.empty() || !Sized.empty(); }
  };

  Plan planFor(llvm::Function &F) const;
  bool callsUser(const llvm::Function &F) const;
  void move(llvm::Function &F, Plan &P);
  void moveFixed(llvm::Function &F, Plan &P, llvm::Value *Frame);
  void moveSized(llvm::AllocaInst &Variable);

  llvm::Module &M;
  Diagnostics &Refusals;
  llvm::MapVector<llvm::Function *, Plan> Plans;
};

} // namespace fastpaas

#endif
