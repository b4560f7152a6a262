#include "Admission.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

bool isEntryPoint(StringRef Function) {
  return Function == "init" || Function == "process" || Function == "reconfigure" || Function == "expire";
}

namespace {

class Admission {
public:
  Admission(const Module &M, const llvm::Module *Given, Diagnostics &Refusals)
      : M(M), Library(functionsOf(Given)), Refusals(Refusals) {
    if (!Library.empty())
      Processor = processorOf(*Given->getFunction(Library.begin()->first()));
  }

  void run() {
    if (!M.getModuleInlineAsm().empty())
      Refusals.refuse("it has assembly");
    for (const char *Orders : {"llvm.linker.options", "llvm.dependent-libraries"})
      if (M.getNamedMetadata(Orders))
        Refusals.refuse(M, "it has orders for the linker (#pragma comment), which modules can't give");
    for (const GlobalAlias &Alias : M.aliases())
      refuseAlias(Alias);
    for (const GlobalIFunc &IFunc : M.ifuncs())
      Refusals.refuse(IFunc.getResolverFunction(), "`" + IFunc.getName() + "` is chosen at load time (ifunc); write one");
    for (const char *List : {"llvm.global_ctors", "llvm.global_dtors"})
      if (auto *Early = M.getGlobalVariable(List))
        admitConstructors(*Early);
    for (const GlobalVariable &G : M.globals())
      if (!G.getName().starts_with("llvm."))
        admitVariable(G);
    for (const Function &F : M)
      F.isDeclaration() ? admitDeclaration(F) : admitFunction(F);
    const Function *Process = M.getFunction("process");
    if (!Process || Process->isDeclaration() || Process->hasLocalLinkage())
      Refusals.refuse("it defines no `void process(struct fp_burst *burst)`");
  }

private:
  /// LLVM knows the line of what it stands for alone.
  void refuseAlias(const GlobalAlias &Alias) {
    const GlobalObject *Meant = Alias.getAliaseeObject();
    std::string Name = Meant ? ("`" + Meant->getName() + "`").str() : "something";
    Refusals.refuse(Meant, "`" + Alias.getName() + "` is another name for " + Name + " (alias); call that");
  }

  void admitConstructors(const GlobalVariable &List) {
    auto *Entries = dyn_cast<ConstantArray>(List.getInitializer());
    for (const Use &Entry : Entries->operands())
      if (auto *F = dyn_cast<Function>(cast<ConstantStruct>(Entry)->getOperand(1)->stripPointerCasts()))
        Refusals.refuse(*F, "it has a constructor or destructor, which would run outside its instances; do it in `init`");
  }

  template <typename Global> void admitLinkage(const Global &G) {
    if (G.hasWeakLinkage() || G.hasExternalWeakLinkage() || G.hasLinkOnceLinkage() || G.hasCommonLinkage())
      Refusals.refuse(G, "`" + G.getName() + "` is weak; define it once, or don't use it");
    bool HasSection = G.hasSection() || any_of(SectionAttributes, [&](const char *Name) { return hasAttribute(G, Name); });
    if (HasSection)
      Refusals.refuse(G, "`" + G.getName() + "` asks for a section; the build decides where things lie");
  }

  static std::string processorOf(const Function &F) {
    return (F.getFnAttribute("target-cpu").getValueAsString() + " " + F.getFnAttribute("target-features").getValueAsString())
        .str();
  }

  static bool hasAttribute(const Function &F, StringRef Name) { return F.hasFnAttribute(Name); }
  static bool hasAttribute(const GlobalVariable &G, StringRef Name) { return G.hasAttribute(Name); }

  void admitVariable(const GlobalVariable &G) {
    if (G.isDeclaration() && !G.hasExternalWeakLinkage()) {
      if (!G.use_empty())
        refuseUndefined(G, G.getName());
      return;
    }
    admitLinkage(G);
    if (G.isThreadLocal())
      Refusals.refuse(G, "`" + G.getName() + "` is a thread-local variable; keep it in what `init` returns");
    if (G.getAddressSpace() != 0)
      Refusals.refuse(G, "`" + G.getName() + "` is in an address space, which modules don't have");
  }

  void admitDeclaration(const Function &F) {
    if (F.hasExternalWeakLinkage())
      admitLinkage(F);
    else if (!F.isIntrinsic() && !F.use_empty() && !Library.contains(F.getName()))
      refuseUndefined(F, F.getName());
  }

  /// At the first line that uses it: a declaration has none.
  void refuseUndefined(const GlobalValue &G, const Twine &Name) {
    Twine Why = "it uses `" + Name + "`, which it doesn't define and modules may not call (modules/README.md)";
    std::string Text = Why.str();
    for (const User *U : G.users())
      if (auto *I = dyn_cast<Instruction>(U))
        return Refusals.refuse(*I, Text);
    Refusals.refuse(Text);
  }

  void admitFunction(const Function &F) {
    admitLinkage(F);
    StringRef Name = F.getName();
    if (Library.contains(Name) && !F.hasLocalLinkage())
      Refusals.refuse(F, "it defines `" + Name + "`, which is the C library's; call yours something else");
    if (F.getCallingConv() != CallingConv::C)
      Refusals.refuse(F, "`" + Name + "` has a calling convention of its own; use C's");
    for (const char *Attribute : OddAttributes)
      if (F.hasFnAttribute(Attribute))
        Refusals.refuse(F, "`" + Name + "` has the attribute \"" + Attribute + "\", which modules can't");
    if (F.hasFnAttribute(Attribute::Naked))
      Refusals.refuse(F, "`" + Name + "` is naked, which needs assembly");
    if (F.hasPersonalityFn() || F.hasPrefixData() || F.hasPrologueData() || F.hasGC())
      Refusals.refuse(F, "`" + Name + "` isn't C");
    // All is compiled for one processor: the one that every machine of the deployment has.
    if (Processor.value_or(processorOf(F)) != processorOf(F))
      Refusals.refuse(F, "`" + Name + "` is for another processor (attribute target); the build decides that");
    admitCode(F, Refusals);
  }

  /// #pragma clang section.
  static constexpr const char *SectionAttributes[] = {"implicit-section-name", "bss-section", "data-section",
                                                      "rodata-section", "relro-section"};

  /// What adds code or tables that aren't the module's.
  static constexpr const char *OddAttributes[] = {"patchable-function",       "patchable-function-entry",
                                                  "patchable-function-prefix", "fentry-call",
                                                  "instrument-function-entry", "function-instrument",
                                                  "interrupt",                 "no_caller_saved_registers",
                                                  "split-stack",               "probe-stack",
                                                  "thunk",                     "indirect-tls-seg-refs"};

  const Module &M;
  const StringSet<> Library;
  Diagnostics &Refusals;
  std::optional<std::string> Processor;
};

} // namespace

StringSet<> functionsOf(const Module *Library) {
  StringSet<> Names;
  if (Library)
    for (const Function &F : *Library)
      if (!F.isDeclaration() && !F.hasLocalLinkage())
        Names.insert(F.getName());
  return Names;
}

void admit(const Module &M, const Module *Library, Diagnostics &Refusals) {
  Admission(M, Library, Refusals).run();
}

} // namespace fastpaas
