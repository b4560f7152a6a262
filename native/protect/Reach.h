// How a module's code reaches its arena: %gs counts from it, or a register holds its base.
#ifndef FASTPAAS_PROTECT_REACH_H
#define FASTPAAS_PROTECT_REACH_H

#include "llvm/IR/IRBuilder.h"

namespace llvm {
class Argument;
class Function;
class Module;
} // namespace llvm

namespace fastpaas {

/// Gives every function the arena's base as a last argument, which the gate passes and each caller hands on.
void giveBase(llvm::Module &M);

/// Makes pointers into the arena, of an address space that tells them from all others.
class Reach {
public:
  /// By the base if \p F has it, else by %gs.
  explicit Reach(llvm::Function &F);

  llvm::PointerType *pointer() const;
  bool isReached(const llvm::Value *P) const;

  /// To an offset that is known.
  llvm::Value *at(uint64_t Offset) const;
  /// To one of 32 bits.
  llvm::Value *at(llvm::IRBuilder<> &B, llvm::Value *Low) const;
  /// To all 64 bits of a module's pointer, wherever that leads.
  llvm::Value *anywhere(llvm::IRBuilder<> &B, llvm::Value *P) const;
  /// To an offset of 64 bits, which something else bounds.
  llvm::Value *to(llvm::IRBuilder<> &B, llvm::Value *Offset) const;

private:
  llvm::Function &F;
  llvm::Argument *Base;
};

} // namespace fastpaas

#endif
