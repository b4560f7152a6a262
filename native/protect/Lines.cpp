#include "Lines.h"

#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace fastpaas {

//   fp_module.h:55, inlined at policer.c:31   ->  policer.c:31
void nameOwnLines(Function &F) {
  for (Instruction &I : instructions(F)) {
    const DILocation *At = I.getDebugLoc();
    while (At && At->getInlinedAt() && At->getFilename().starts_with("native/module/"))
      At = At->getInlinedAt();
    I.setDebugLoc(DebugLoc(At));
  }
}

} // namespace fastpaas
