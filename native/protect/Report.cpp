#include "Report.h"

#include "llvm/Support/JSON.h"

using namespace llvm;

namespace fastpaas {

namespace {

void writeCounts(json::OStream &J, const FunctionReport &F) {
  J.attribute("accesses", F.Accesses);
  J.attribute("checked", F.Checked);
  J.attribute("hoisted", F.Hoisted);
  J.attribute("elided", F.Elided);
  J.attribute("impossible", F.Impossible);
  J.attribute("unconfined", F.Unconfined);
}

} // namespace

FunctionReport Report::sum() const {
  FunctionReport Sum;
  for (const FunctionReport &F : Functions) {
    Sum.Accesses += F.Accesses;
    Sum.Checked += F.Checked;
    Sum.Hoisted += F.Hoisted;
    Sum.Elided += F.Elided;
    Sum.Impossible += F.Impossible;
    Sum.Unconfined += F.Unconfined;
  }
  return Sum;
}

void Report::write(raw_ostream &Out, StringRef Module, StringRef Backend, bool OnlyWrites) const {
  json::OStream J(Out, /*IndentSize=*/2);
  J.object([&] {
    J.attribute("version", 1);
    J.attribute("module", Module);
    J.attribute("backend", Backend);
    J.attribute("only_writes", OnlyWrites);
    writeCounts(J, sum());
    J.attribute("indirect_calls", IndirectCalls);
    J.attribute("moved_variables", MovedVariables);
    J.attributeObject("image", [&] {
      J.attribute("constant_bytes", Image.Constant);
      J.attribute("initialised_bytes", Image.Initialised);
      J.attribute("globals_bytes", Image.All);
    });
    J.attributeArray("functions", [&] {
      for (const FunctionReport &F : Functions)
        J.object([&] {
          J.attribute("name", F.Name);
          J.attribute("whole", F.IsWhole);
          writeCounts(J, F);
        });
    });
  });
  Out << '\n';
}

} // namespace fastpaas
