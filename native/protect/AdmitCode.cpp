#include "Admission.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// Widest access that one instruction makes indivisible everywhere.
constexpr uint64_t AtomicBytesMax = 8;

/// What of a type modules can't have; empty: nothing.
std::string wrongWith(const Type *T) {
  if (T->isX86_FP80Ty() || T->isFP128Ty() || T->isPPC_FP128Ty())
    return "`long double` and `__float128` are not for modules; use double";
  if (T->isX86_MMXTy() || T->isX86_AMXTy() || T->isScalableTy())
    return "registers of MMX and AMX are not for modules";
  if (auto *P = dyn_cast<PointerType>(T))
    return P->getAddressSpace() != 0 ? "address spaces are not for modules" : "";
  for (const Type *Part : T->subtypes())
    if (std::string Wrong = wrongWith(Part); !Wrong.empty())
      return Wrong;
  return "";
}

/// Intrinsics that touch memory or do something, and that the pass rewrites or that cost nothing.
bool isHandled(Intrinsic::ID ID) {
  switch (ID) {
  case Intrinsic::memcpy:
  case Intrinsic::memcpy_inline:
  case Intrinsic::memmove:
  case Intrinsic::memset:
  case Intrinsic::memset_inline:
  case Intrinsic::masked_load:
  case Intrinsic::masked_store:
  case Intrinsic::prefetch:
  case Intrinsic::stacksave:
  case Intrinsic::stackrestore:
  case Intrinsic::lifetime_start:
  case Intrinsic::lifetime_end:
  case Intrinsic::invariant_start:
  case Intrinsic::invariant_end:
  case Intrinsic::assume:
  case Intrinsic::sideeffect:
  case Intrinsic::donothing:
  case Intrinsic::experimental_noalias_scope_decl:
  case Intrinsic::trap:
  case Intrinsic::debugtrap:
  case Intrinsic::ubsantrap:
  case Intrinsic::vastart:
  case Intrinsic::vacopy:
  case Intrinsic::vaend:
  case Intrinsic::x86_sse2_pause:
    return true;
  default:
    return false;
  }
}

/// Intrinsics that only compute, and still aren't for modules: addresses of the host's, and what is a call into a C library.
bool isForbidden(Intrinsic::ID ID) {
  switch (ID) {
  case Intrinsic::returnaddress:
  case Intrinsic::addressofreturnaddress:
  case Intrinsic::frameaddress:
  case Intrinsic::sponentry:
  case Intrinsic::localaddress:
  case Intrinsic::get_dynamic_area_offset:
  case Intrinsic::thread_pointer:
  case Intrinsic::threadlocal_address:
  case Intrinsic::swift_async_context_addr:
  case Intrinsic::sin:
  case Intrinsic::cos:
  case Intrinsic::tan:
  case Intrinsic::exp:
  case Intrinsic::exp2:
  case Intrinsic::exp10:
  case Intrinsic::log:
  case Intrinsic::log2:
  case Intrinsic::log10:
  case Intrinsic::pow:
  case Intrinsic::powi:
  case Intrinsic::ldexp:
  case Intrinsic::frexp:
  case Intrinsic::round:
  case Intrinsic::lround:
  case Intrinsic::llround:
    return true;
  default:
    return false;
  }
}

std::string wrongWithIntrinsic(const IntrinsicInst &Call) {
  Intrinsic::ID ID = Call.getIntrinsicID();
  bool OnlyComputes = Call.doesNotAccessMemory() && !isForbidden(ID);
  if (isHandled(ID) || OnlyComputes || isa<DbgInfoIntrinsic>(Call))
    return "";
  return ("`" + Intrinsic::getBaseName(ID).drop_front(StringRef("llvm.").size()) + "` is not for modules").str();
}

std::string wrongWithCall(const CallBase &Call) {
  if (auto *Asm = dyn_cast<InlineAsm>(Call.getCalledOperand())) {
    bool IsBarrier = Asm->getAsmString().empty() && Call.arg_empty() && Call.getType()->isVoidTy();
    return IsBarrier ? "" : "assembly is not for modules, but for a barrier: asm volatile(\"\" ::: \"memory\")";
  }
  if (Call.isMustTailCall())
    return "calls that must be jumps (musttail) are not for modules";
  if (auto *Intrinsic = dyn_cast<IntrinsicInst>(&Call))
    return wrongWithIntrinsic(*Intrinsic);
  return Call.getCallingConv() == CallingConv::C ? "" : "calling conventions but C's are not for modules";
}

std::string wrongWithAtomic(const Instruction &I) {
  const DataLayout &DL = I.getModule()->getDataLayout();
  const Type *Accessed = nullptr;
  if (auto *Load = dyn_cast<LoadInst>(&I); Load && Load->isAtomic())
    Accessed = Load->getType();
  else if (auto *Store = dyn_cast<StoreInst>(&I); Store && Store->isAtomic())
    Accessed = Store->getValueOperand()->getType();
  else if (isa<AtomicRMWInst>(I))
    Accessed = I.getType();
  else if (auto *Exchange = dyn_cast<AtomicCmpXchgInst>(&I))
    Accessed = Exchange->getCompareOperand()->getType();
  bool IsWide = Accessed && DL.getTypeStoreSize(const_cast<Type *>(Accessed)).getFixedValue() > AtomicBytesMax;
  return IsWide ? "atomics of more than 8 bytes are not for modules" : "";
}

/// What of an instruction modules can't have; empty: nothing.
std::string wrongWith(const Instruction &I) {
  std::string Wrong = wrongWith(I.getType());
  for (const Use &Operand : I.operands()) {
    if (Wrong.empty())
      Wrong = wrongWith(Operand->getType());
    if (isa<BlockAddress>(Operand))
      return "addresses of labels are not for modules; use a switch";
  }
  if (!Wrong.empty())
    return Wrong;
  switch (I.getOpcode()) {
  case Instruction::IndirectBr:
    return "computed goto is not for modules; use a switch";
  case Instruction::VAArg:
    return "variable arguments are not for modules";
  case Instruction::FRem:
    return "`fmod` is not for modules";
  case Instruction::Call:
    return wrongWithCall(cast<CallBase>(I));
  case Instruction::Invoke:
  case Instruction::CallBr:
  case Instruction::LandingPad:
  case Instruction::Resume:
  case Instruction::CleanupPad:
  case Instruction::CatchPad:
  case Instruction::CatchSwitch:
    return "this is not for modules";
  default:
    return wrongWithAtomic(I);
  }
}

} // namespace

void admitCode(const Function &F, Diagnostics &Refusals) {
  for (const Instruction &I : instructions(F))
    if (std::string Wrong = wrongWith(I); !Wrong.empty())
      Refusals.refuse(I, Wrong);
}

} // namespace fastpaas
