// Where code says that it comes from: a module's own source, not the headers that it was compiled with.
#ifndef FASTPAAS_PROTECT_LINES_H
#define FASTPAAS_PROTECT_LINES_H

namespace llvm {
class Function;
}

namespace fastpaas {

/// What was inlined from native/module is at the line that it was inlined at: there its author finds it.
void nameOwnLines(llvm::Function &F);

} // namespace fastpaas

#endif
