// The passes, in the order in which they run.
#ifndef FASTPAAS_PROTECT_PASSES_H
#define FASTPAAS_PROTECT_PASSES_H

#include "llvm/IR/PassManager.h"

namespace fastpaas {

/// Before optimisation: refuses what no module may have, links the library, makes all but the entry points local.
struct AdmitPass : llvm::PassInfoMixin<AdmitPass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

/// After it: short copies from and to variables as loads and stores.
struct CopiesPass : llvm::PassInfoMixin<CopiesPass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

/// Copies and fills in place or by the library, which becomes the module's own.
struct MemoryPass : llvm::PassInfoMixin<MemoryPass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

/// Variables, calls through pointers, and every access.
struct ConfinePass : llvm::PassInfoMixin<ConfinePass> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

} // namespace fastpaas

#endif
