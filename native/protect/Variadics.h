// Functions with a variable number of arguments become functions with a pointer to them.
#ifndef FASTPAAS_PROTECT_VARIADICS_H
#define FASTPAAS_PROTECT_VARIADICS_H

namespace llvm {
class Module;
}

namespace fastpaas {

/// The machine's way leaves arguments in registers and on the stack of the host, where no module's pointer leads. Afterwards no
/// function and no call of the module is variadic.
void expandVariadics(llvm::Module &M);

} // namespace fastpaas

#endif
