// What the pass did to a module: for the build, which prints it, and for the descriptor.
#ifndef FASTPAAS_PROTECT_REPORT_H
#define FASTPAAS_PROTECT_REPORT_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
}

namespace fastpaas {

/// Accesses = Checked + Elided + Unconfined.
struct FunctionReport {
  std::string Name;
  /// Places that read or write memory; a copy counts for both of its sides.
  unsigned Accesses = 0;
  /// That needed an address brought to 32 bits.
  unsigned Checked = 0;
  /// Of these: in a loop, and the address is brought to 32 bits outside of it.
  unsigned Hoisted = 0;
  /// That needed nothing of their own: proved variables on the machine stack, constant addresses, addresses that share the
  /// root of another access.
  unsigned Elided = 0;
  /// Of these: at a constant address in no region. Whoever gets there faults.
  unsigned Impossible = 0;
  /// Reads left to go anywhere.
  unsigned Unconfined = 0;
  /// All roots are whole addresses (Confine.h).
  bool IsWhole = false;
};

/// Where a module's globals lie, in bytes from IMAGE_OFFSET: constants up to Constant, first values up to Initialised, zeros.
struct ImageLayout {
  uint64_t Constant = 0, Initialised = 0, All = 0;
};

struct Report {
  std::vector<FunctionReport> Functions;
  ImageLayout Image;
  /// Calls through pointers, and variables that moved to the stack in the arena.
  unsigned IndirectCalls = 0, MovedVariables = 0;

  FunctionReport sum() const;
  /// JSON, sorted as the module is.
  void write(llvm::raw_ostream &Out, llvm::StringRef Module, llvm::StringRef Backend, bool OnlyWrites) const;
};

} // namespace fastpaas

#endif
