// Why a module is refused, at its source line.
#ifndef FASTPAAS_PROTECT_DIAGNOSTICS_H
#define FASTPAAS_PROTECT_DIAGNOSTICS_H

#include "llvm/ADT/Twine.h"

#include <string>
#include <vector>

namespace llvm {
class Function;
class GlobalObject;
class GlobalVariable;
class Instruction;
class Module;
} // namespace llvm

namespace fastpaas {

/// Collects refusals, so that an author sees all of them at once.
class Diagnostics {
public:
  void refuse(const llvm::Instruction &I, const llvm::Twine &Why);
  void refuse(const llvm::Function &F, const llvm::Twine &Why);
  void refuse(const llvm::GlobalVariable &G, const llvm::Twine &Why);
  /// \param Place a function or a variable; null: there is none.
  void refuse(const llvm::GlobalObject *Place, const llvm::Twine &Why);
  /// What has no line, but came from one of these files.
  void refuse(const llvm::Module &M, const llvm::Twine &Why);
  /// What has no place in the source.
  void refuse(const llvm::Twine &Why);

  /// Prints them, `file(line,column): error: why`, and ends the compiler with 1 if there are any: it has no other way to stop for
  /// a pass that prints lines of this shape.
  void stopIfRefused() const;

private:
  void add(std::string Line);

  std::vector<std::string> Lines;
};

} // namespace fastpaas

#endif
