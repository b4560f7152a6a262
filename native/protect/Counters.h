// Loops that count one thing twice count it once. Loop strength reduction would do it, and is off (native/protect/README.md).
#ifndef FASTPAAS_PROTECT_COUNTERS_H
#define FASTPAAS_PROTECT_COUNTERS_H

namespace llvm {
class Function;
}

namespace fastpaas {

void joinCounters(llvm::Function &F);

} // namespace fastpaas

#endif
