// The plugin: where the passes join clang's pipeline, and its options.
#include "Admission.h"
#include "Arguments.h"
#include "Calls.h"
#include "Compare.h"
#include "Confine.h"
#include "Counters.h"
#include "Globals.h"
#include "Lines.h"
#include "Memory.h"
#include "Mpx.h"
#include "Passes.h"
#include "Reach.h"
#include "Report.h"
#include "Seal.h"
#include "Stack.h"
#include "Variadics.h"

#include "llvm/IRReader/IRReader.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/PassPlugin.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/SROA.h"

using namespace llvm;

namespace fastpaas {

namespace {

enum class Backend { Segment, Mask, Compare, Mpx };

cl::opt<std::string> ModuleName("fp-module", cl::desc("The module's name"), cl::init("module"));
cl::opt<std::string> LibraryFile("fp-library", cl::desc("Bitcode of native/module's functions"), cl::value_desc("file"));
cl::opt<Backend> Chosen("fp-backend", cl::desc("How the module reaches its arena"), cl::init(Backend::Segment),
                        cl::values(clEnumValN(Backend::Segment, "segment", "%gs counts from it"),
                                   clEnumValN(Backend::Mask, "mask", "a register holds its base"),
                                   clEnumValN(Backend::Compare, "compare", "the same, and addresses are compared"),
                                   clEnumValN(Backend::Mpx, "mpx", "the same, by bounds in a register")));
cl::opt<bool> OnlyWrites("fp-only-writes", cl::desc("Reads may go anywhere"));
cl::list<std::string> WholeRoots("fp-whole-roots", cl::CommaSeparated, cl::value_desc("functions"),
                                 cl::desc("Functions whose addresses are roots as a whole"));
cl::opt<std::string> ReportFile("fp-report", cl::desc("Where the report goes, as JSON"), cl::value_desc("file"));

StringRef nameOf(Backend Which) {
  switch (Which) {
  case Backend::Segment:
    return "segment";
  case Backend::Mask:
    return "mask";
  case Backend::Compare:
    return "compare";
  case Backend::Mpx:
    return "mpx";
  }
}

/// Null: the backend has none.
std::unique_ptr<Checker> newChecker(Backend Which) {
  if (Which == Backend::Compare)
    return std::make_unique<Compare>();
  return Which == Backend::Mpx ? std::make_unique<Mpx>() : nullptr;
}

std::unique_ptr<Module> readLibrary(LLVMContext &Context, Diagnostics &Refusals) {
  if (LibraryFile.empty())
    return nullptr;
  SMDiagnostic Error;
  std::unique_ptr<Module> Library = parseIRFile(LibraryFile, Error, Context);
  if (!Library)
    Refusals.refuse(LibraryFile + ": " + Error.getMessage());
  return Library;
}

/// What optimisation may call in place of what the module did (LLVM's SimplifyLibCalls, loop idioms); before it, the module's
/// calls say what else of the library it needs.
StringSet<> functionsToKeep() {
  StringSet<> Kept;
  for (const char *Name : {"bcmp", "memccpy", "memchr", "memcmp", "memcpy", "memmove", "mempcpy", "memrchr", "memset", "stpcpy",
                           "stpncpy", "strchr", "strcmp", "strcpy", "strlen", "strncmp", "strncpy", "strnlen", "strrchr"})
    Kept.insert(Name);
  return Kept;
}

/// LLVM 19 makes one of malloc and memset, and crashes where malloc's definition is known to it
/// (DSEState::tryFoldIntoCalloc, which inserts behind a memory access that there isn't).
void makeNoCalloc(Module &M) {
  for (Function &F : M)
    if (!F.isDeclaration())
      F.addFnAttr("no-builtin-calloc");
}

/// \param Kept functions that optimisation may still call.
void makeLocal(Module &M, const StringSet<> &Kept) {
  for (Function &F : M) {
    if (F.isDeclaration() || isEntryPoint(F.getName()) || Kept.contains(F.getName()))
      continue;
    F.setLinkage(GlobalValue::InternalLinkage);
    F.setVisibility(GlobalValue::DefaultVisibility);
  }
  for (GlobalVariable &G : M.globals()) {
    if (G.isDeclaration() || G.getName().starts_with("llvm."))
      continue;
    G.setLinkage(GlobalValue::InternalLinkage);
    G.setVisibility(GlobalValue::DefaultVisibility);
  }
}

} // namespace

PreservedAnalyses AdmitPass::run(Module &M, ModuleAnalysisManager &) {
  Diagnostics Refusals;
  std::unique_ptr<Module> Library = readLibrary(M.getContext(), Refusals);
  StringSet<> Kept = functionsToKeep();
  admit(M, Library.get(), Refusals);
  Refusals.stopIfRefused();
  if (Library && Linker::linkModules(M, std::move(Library)))
    Refusals.refuse("the library doesn't link");
  Refusals.stopIfRefused();
  makeNoCalloc(M);
  unifyTraps(M);
  expandVariadics(M);
  copyArguments(M);
  makeLocal(M, Kept);
  return PreservedAnalyses::none();
}

PreservedAnalyses CopiesPass::run(Module &M, ModuleAnalysisManager &) {
  lowerCopiesOfVariables(M);
  return PreservedAnalyses::none();
}

PreservedAnalyses MemoryPass::run(Module &M, ModuleAnalysisManager &) {
  lowerMemory(M);
  makeLocal(M, {});
  return PreservedAnalyses::none();
}

PreservedAnalyses ConfinePass::run(Module &M, ModuleAnalysisManager &) {
  Diagnostics Refusals;
  Report Done;
  dropPromises(M);
  FunctionNumbers Numbers = numberFunctions(M);
  Done.Image = layOutGlobals(M, ModuleName, Refusals);
  fixArguments(M);
  Done.IndirectCalls = chooseCalls(M, Numbers);
  if (Chosen != Backend::Segment)
    giveBase(M);
  if (Chosen == Backend::Mpx)
    defineBoundsCheck(M);
  Done.MovedVariables = Stack(M, Refusals).move();
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    joinCounters(F);
    Done.Functions.push_back(Confine(F, OnlyWrites, is_contained(WholeRoots, F.getName()), newChecker(Chosen)).run());
  }
  // What optimisation made of the source, and can't be protected.
  for (Function &F : M)
    if (!F.isDeclaration())
      refuseUnprotected(F, Refusals);
  Refusals.stopIfRefused();
  for (Function &F : M)
    nameOwnLines(F);
  seal(M, ModuleName);
  std::error_code Failed;
  if (!ReportFile.empty()) {
    raw_fd_ostream Out(ReportFile, Failed);
    Done.write(Out, ModuleName, nameOf(Chosen), OnlyWrites);
  }
  return PreservedAnalyses::none();
}

} // namespace fastpaas

using namespace fastpaas;

static void addConfine(ModulePassManager &Passes) {
  // SROA takes apart the variables that were memory only for a copy's sake, and makes other copies of what is left of larger
  // ones: so it comes between.
  Passes.addPass(CopiesPass());
  Passes.addPass(createModuleToFunctionPassAdaptor(SROAPass(SROAOptions::PreserveCFG)));
  Passes.addPass(MemoryPass());
  Passes.addPass(GlobalDCEPass());
  Passes.addPass(ConfinePass());
  Passes.addPass(createModuleToFunctionPassAdaptor(EarlyCSEPass(/*UseMemorySSA=*/false)));
}

static void registerPasses(PassBuilder &Builder) {
  Builder.registerPipelineStartEPCallback(
      [](ModulePassManager &Passes, OptimizationLevel) {
        Passes.addPass(AdmitPass());
        Passes.addPass(GlobalDCEPass());
      });
  Builder.registerOptimizerLastEPCallback([](ModulePassManager &Passes, OptimizationLevel) { addConfine(Passes); });
  // For opt, which the tests use: one stage at a time.
  Builder.registerPipelineParsingCallback(
      [](StringRef Name, ModulePassManager &Passes, ArrayRef<PassBuilder::PipelineElement>) {
        if (Name == "fp-admit")
          Passes.addPass(AdmitPass());
        else if (Name == "fp-confine")
          addConfine(Passes);
        else
          return false;
        return true;
      });
}

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "fastpaas-protect", "1", registerPasses};
}
