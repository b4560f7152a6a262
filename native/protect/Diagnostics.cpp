#include "Diagnostics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/Instruction.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace fastpaas {

namespace {

std::string place(StringRef File, unsigned Line, unsigned Column) {
  return (File + "(" + Twine(Line) + "," + Twine(Column) + "): ").str();
}

} // namespace

void Diagnostics::refuse(const Instruction &I, const Twine &Why) {
  const DebugLoc &At = I.getDebugLoc();
  if (!At)
    return refuse(*I.getFunction(), Why);
  add(place(At->getFilename(), At.getLine(), At.getCol()) + "error: " + Why.str());
}

void Diagnostics::refuse(const Function &F, const Twine &Why) {
  const DISubprogram *At = F.getSubprogram();
  if (!At)
    return refuse("`" + F.getName() + "`: " + Why);
  add(place(At->getFilename(), At->getLine(), 1) + "error: " + Why.str());
}

void Diagnostics::refuse(const GlobalVariable &G, const Twine &Why) {
  SmallVector<DIGlobalVariableExpression *, 1> Described;
  G.getDebugInfo(Described);
  if (Described.empty())
    return refuse(Why);
  const DIGlobalVariable *At = Described.front()->getVariable();
  add(place(At->getFilename(), At->getLine(), 1) + "error: " + Why.str());
}

void Diagnostics::refuse(const GlobalObject *Place, const Twine &Why) {
  if (auto *F = dyn_cast_or_null<Function>(Place))
    return refuse(*F, Why);
  if (auto *G = dyn_cast_or_null<GlobalVariable>(Place))
    return refuse(*G, Why);
  refuse(Why);
}

void Diagnostics::refuse(const Module &M, const Twine &Why) {
  std::string Files;
  for (const DICompileUnit *Unit : M.debug_compile_units())
    Files += ((Files.empty() ? "" : " or ") + Unit->getFilename()).str();
  if (Files.empty())
    return refuse(Why);
  add(Files + ": error: " + Why.str());
}

void Diagnostics::refuse(const Twine &Why) { add("error: " + Why.str()); }

void Diagnostics::add(std::string Line) {
  // Names are the author's, and go to the terminal of who builds.
  for (char &C : Line)
    if (!isPrint(C))
      C = '?';
  // Two instructions of one line may be wrong in one way.
  if (!is_contained(Lines, Line))
    Lines.push_back(std::move(Line));
}

void Diagnostics::stopIfRefused() const {
  if (Lines.empty())
    return;
  for (const std::string &Line : Lines)
    errs() << Line << '\n';
  std::exit(1);
}

} // namespace fastpaas
