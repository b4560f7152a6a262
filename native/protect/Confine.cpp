#include "Confine.h"

#include "Arena.h"
#include "NullTests.h"

#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace fastpaas {

/// The guards absorb what is beyond 32 bits.
static constexpr Distances NearArena{BeyondMax, SplitMin, SplitMax};

bool isOnMachineStack(const Value *P) {
  while (auto *G = dyn_cast<GEPOperator>(P))
    P = G->getPointerOperand();
  return isa<AllocaInst>(P);
}

Confine::Confine(Function &F, bool OnlyWrites, bool IsWhole, std::unique_ptr<Checker> By)
    : F(F), DL(F.getParent()->getDataLayout()), Dominators(F), Loops(Dominators), Exact(F), Arena(F), OnlyWrites(OnlyWrites),
      IsWhole(IsWhole), Most(IsWhole ? AtRoot : NearArena) {
  Counts.Name = F.getName();
  Counts.IsWhole = IsWhole;
  if (By)
    Checking.emplace(F, Dominators, Loops, Exact, IsWhole ? AtRoot : NearRoot, std::move(By));
}

FunctionReport Confine::run() {
  // From here on nothing that rests on undefined behaviour is true, nor may code generation believe it.
  for (Instruction &I : instructions(F)) {
    I.dropPoisonGeneratingAnnotations();
    // A hint that makes instructions which the verifier doesn't admit.
    I.setMetadata(LLVMContext::MD_nontemporal, nullptr);
  }
  collect();
  NullTests = nullTestsOf(F);
  for (const Access &A : Accesses)
    if (Checking)
      Checking->expect(A.At->getOperand(A.Operand));
  // Reads that may go anywhere take the roots that others need, so they come last.
  auto IsLater = [&](const Access &A) { return OnlyWrites && A.Does == Kind::Read; };
  for (bool IsLast : {false, true})
    for (const Access &A : Accesses)
      if (IsLater(A) == IsLast)
        rewrite(A);
  if (Checking)
    Checking->finish();
  for (ICmpInst *Test : NullTests)
    if (Value *Low = LoadedRoots.lookup(Test->getOperand(0)))
      narrowNullTest(*Test, Low);
  RecursivelyDeleteTriviallyDeadInstructionsPermissive(Replaced);
  return Counts;
}

void Confine::collect() {
  for (Instruction &I : instructions(F)) {
    if (isa<LoadInst>(I))
      Accesses.push_back({&I, 0, Kind::Read});
    else if (isa<AtomicRMWInst>(I) || isa<AtomicCmpXchgInst>(I))
      Accesses.push_back({&I, 0, Kind::Write});
    else if (isa<StoreInst>(I))
      Accesses.push_back({&I, 1, Kind::Write});
    auto *Call = dyn_cast<IntrinsicInst>(&I);
    switch (Call ? Call->getIntrinsicID() : Intrinsic::not_intrinsic) {
    case Intrinsic::memcpy_inline:
      Accesses.push_back({&I, 1, Kind::Read});
      [[fallthrough]];
    case Intrinsic::memset_inline:
      Accesses.push_back({&I, 0, Kind::Write});
      break;
    case Intrinsic::masked_load:
      Accesses.push_back({&I, 0, Kind::Read, /*IsMasked=*/true});
      break;
    case Intrinsic::masked_store:
      Accesses.push_back({&I, 1, Kind::Write, /*IsMasked=*/true});
      break;
    case Intrinsic::prefetch:
      Accesses.push_back({&I, 0, Kind::Prefetch});
      break;
    default:
      break;
    }
  }
  // The stack pointer's word is in the arena already (Stack.cpp).
  erase_if(Accesses, [&](const Access &A) { return Arena.isReached(A.At->getOperand(A.Operand)); });
}

//   %x = load i64, ptr %p               ->  %x = load i64, ptr addrspace(256) %p.arena
// Machine code: the operand's segment is %gs, or its base the arena's; a 32-bit result and a bounded rest are added.
void Confine::rewrite(const Access &A) {
  Value *P = A.At->getOperand(A.Operand);
  bool IsOnMachineStack = isOnMachineStack(P), IsLeftAlone = OnlyWrites && A.Does == Kind::Read && !isFree(P);
  const Progress Before = made();
  if (!IsOnMachineStack) {
    IRBuilder<> B(A.At);
    A.At->setOperand(A.Operand, IsLeftAlone ? Arena.anywhere(B, P) : pointerFor(A, P));
    retype(*A.At);
    if (auto *Old = dyn_cast<Instruction>(P))
      Replaced.push_back(Old);
  }
  if (A.Does == Kind::Prefetch)
    return;
  ++Counts.Accesses;
  if (IsLeftAlone && !IsOnMachineStack)
    ++Counts.Unconfined;
  else
    count(A, P, Before);
}

/// A check would end a module for what it doesn't do: for all addresses of a prefetch, and of an access of which no part is done.
/// Those get the 32 bits of a root.
Value *Confine::pointerFor(const Access &A, Value *P) {
  bool IsChecked = Checking && A.Does != Kind::Prefetch && !A.IsMasked;
  if (IsChecked)
    return Checking->protect(*A.At, P);
  std::optional<Address> InBurst = A.Does == Kind::Prefetch ? std::nullopt : burstAddress(P);
  return InBurst ? narrowed(*cast<GEPOperator>(P), *InBurst) : protect(P).Pointer;
}

Confine::Progress Confine::made() const {
  return Checking ? Progress{Roots.size(), Checking->made(), Checking->hoisted()} : Progress{Roots.size(), 0, 0};
}

/// The intrinsic of other types of pointers is another function.
void Confine::retype(Instruction &At) {
  auto *Call = dyn_cast<IntrinsicInst>(&At);
  if (!Call)
    return;
  SmallVector<Type *, 3> Types;
  auto Argument = [&](unsigned K) { return Call->getArgOperand(K)->getType(); };
  switch (Call->getIntrinsicID()) {
  case Intrinsic::memcpy_inline:
    Types = {Argument(0), Argument(1), Argument(2)};
    break;
  case Intrinsic::memset_inline:
    Types = {Argument(0), Argument(2)};
    break;
  case Intrinsic::masked_load:
    Types = {Call->getType(), Argument(0)};
    break;
  case Intrinsic::masked_store:
    Types = {Argument(0), Argument(1)};
    break;
  default:
    Types = {Argument(0)};
    break;
  }
  Call->setCalledFunction(Intrinsic::getDeclaration(F.getParent(), Call->getIntrinsicID(), Types));
}

/// Whether an access at \p P needs no root of its own: the address is a number, or close to one that has been protected.
bool Confine::isFree(Value *P) const {
  if (numberOf(P, DL) || (!Checking && Known.contains(P)))
    return true;
  if (Checking)
    return false;
  if (std::optional<Address> InBurst = burstAddress(P))
    return NarrowIndices.contains(InBurst->Free->Index);
  auto *G = dyn_cast<GEPOperator>(P);
  std::optional<Address> A = G ? decompose(*G, DL, Exact, Most) : std::nullopt;
  if (!A)
    return false;
  if (!A->Free)
    return isFree(A->Base);
  return !numberOf(A->Base, DL) && IndexedRoots.count({A->Base, A->Free->Index, A->Free->Bytes}) != 0;
}

void Confine::count(const Access &A, Value *P, const Progress &Before) {
  const Progress Now = made();
  if (Now.Roots == Before.Roots && Now.Checks == Before.Checks) {
    ++Counts.Elided;
    std::optional<int64_t> Number = numberOf(P, DL);
    Counts.Impossible += Number && uint64_t(*Number) < arena::IMAGE_OFFSET;
    return;
  }
  ++Counts.Checked;
  Counts.Hoisted += Now.Hoisted - Before.Hoisted;
  if (Now.Roots == Before.Roots)
    return;
  unsigned Depth = Loops.getLoopDepth(A.At->getParent());
  bool IsHoisted = all_of(drop_begin(Roots, Before.Roots), [&](Value *Root) {
    auto *At = dyn_cast<Instruction>(Root);
    return !At || Loops.getLoopDepth(At->getParent()) < Depth;
  });
  Counts.Hoisted += IsHoisted && Depth > 0;
}

Confine::Protected Confine::protect(Value *P) {
  auto Found = Known.find(P);
  if (Found != Known.end())
    return Found->second;
  Protected Made = protectNew(P);
  Known[P] = Made;
  return Made;
}

Confine::Protected Confine::protectNew(Value *P) {
  //   ptr inttoptr (i64 33554496 to ptr)  ->  ptr addrspace(256) inttoptr (i64 33554496 to ptr addrspace(256))
  if (std::optional<int64_t> Number = numberOf(P, DL))
    return {Arena.at(uint64_t(*Number))};
  if (auto *G = dyn_cast<GEPOperator>(P))
    if (auto Made = protectGep(*G))
      return *Made;
  if (auto *Phi = dyn_cast<PHINode>(P); Phi && !isCyclic(Phi))
    return protectPhi(*Phi);
  if (auto *Select = dyn_cast<SelectInst>(P); Select && !isCyclic(Select))
    return protectSelect(*Select);
  return root(P);
}

//   %q = getelementptr i8, ptr %p, i64 8      ->  %q.arena = getelementptr i8, ptr addrspace(256) %p.arena, i64 8
//   %q = getelementptr i64, ptr %p, i64 %i    ->  %low = add i32 %p.low, (mul i32 %i.low, 8); its root, then constants
std::optional<Confine::Protected> Confine::protectGep(GEPOperator &G) {
  std::optional<Address> A = decompose(G, DL, Exact, Most);
  if (!A)
    return std::nullopt;
  Protected Base{nullptr};
  if (A->Free)
    Base.Pointer = rootWithIndex(A->Base, *A->Free, A->Constant);
  else
    Base = protect(A->Base);
  Protected Made{nullptr, Base.Lowest + A->Lowest, Base.Highest + A->Highest};
  if (Made.Lowest < -Most.BeyondMax || Made.Highest > Most.BeyondMax)
    return std::nullopt;
  IRBuilder<> B(behind(&G));
  Made.Pointer = extend(B, Base.Pointer, *A);
  return Made;
}

//   %p = phi ptr [%a, %l], [%b, %r]     ->  %p.arena = phi ptr addrspace(256) [%a.arena, %l], [%b.arena, %r]
// Where inputs are loaded or constant, no instruction brings them to 32 bits; behind the phi one would be needed.
Confine::Protected Confine::protectPhi(PHINode &Phi) {
  auto *Copy = PHINode::Create(Arena.pointer(), Phi.getNumIncomingValues(), Phi.getName() + ".arena", Phi.getIterator());
  Protected Made{Copy};
  for (unsigned K = 0; K < Phi.getNumIncomingValues(); ++K) {
    Protected Input = protect(Phi.getIncomingValue(K));
    Made.Lowest = std::min(Made.Lowest, Input.Lowest);
    Made.Highest = std::max(Made.Highest, Input.Highest);
    Copy->addIncoming(Input.Pointer, Phi.getIncomingBlock(K));
  }
  return Made;
}

//   %p = select i1 %c, ptr %a, ptr %b   ->  %p.arena = select i1 %c, ptr addrspace(256) %a.arena, %b.arena
Confine::Protected Confine::protectSelect(SelectInst &Select) {
  Protected True = protect(Select.getTrueValue()), False = protect(Select.getFalseValue());
  IRBuilder<> B(behind(&Select));
  return {B.CreateSelect(Select.getCondition(), True.Pointer, False.Pointer), std::min(True.Lowest, False.Lowest),
          std::max(True.Highest, False.Highest)};
}

//   %p                                  ->  %low = ptrtoint ptr %p to i32
//                                           %p.arena = inttoptr (zext %low to i64) to ptr addrspace(256)
// Machine code: a 32-bit operation on the way to the address, which zeroes the upper half; mostly one that is there anyway.
Confine::Protected Confine::root(Value *P) {
  IRBuilder<> B(behind(P));
  Value *Low = low32(B, P);
  if (isa<LoadInst>(P))
    LoadedRoots[P] = Low;
  Protected Made{rootOf(B, Low)};
  Roots.push_back(Made.Pointer);
  return Made;
}

/// \param Constant what is added to the root; changed where the root is that of another base.
//
//   %p + 8 * %i, %p + 16 + 8 * %i            ->  one root, and constants
//   4096 + %i, 4864 + %i                     ->  one root, of 4096, and 768 more
Value *Confine::rootWithIndex(Value *Base, Term Free, int64_t &Constant) {
  std::optional<int64_t> Number = numberOf(Base, DL);
  IndexedRoot &Root = IndexedRoots[{Number ? nullptr : Base, Free.Index, Free.Bytes}];
  int64_t Apart = Number ? *Number - Root.Number + Constant : Constant;
  if (Root.Pointer && Apart >= Most.SplitMin && Apart <= Most.SplitMax) {
    Constant = Apart;
    return Root.Pointer;
  }
  IRBuilder<> B(behindBoth(Base, Free.Index));
  Value *Index = B.CreateZExtOrTrunc(Free.Index, B.getInt32Ty());
  Value *Low = B.CreateAdd(low32(B, Base), B.CreateMul(Index, B.getInt32(uint32_t(Free.Bytes))));
  Root = {rootOf(B, Low), Number.value_or(0)};
  Roots.push_back(Root.Pointer);
  return Root.Pointer;
}

/// The address of an access to the host's arrays of a burst, which all packets' code has several of, by an index without a bound.
/// Of an access: an address that others are made of may be far from the burst, and they in it.
std::optional<Address> Confine::burstAddress(Value *P) const {
  auto *G = dyn_cast<GEPOperator>(P);
  std::optional<Address> A = G && !Checking ? decompose(*G, DL, Exact, Most) : std::nullopt;
  std::optional<int64_t> Number = A && A->Free && A->Bounded.empty() ? numberOf(A->Base, DL) : std::nullopt;
  constexpr int64_t Burst = arena::BURST_BYTES;
  bool IsInBurst = Number && uint64_t(*Number) - arena::BURST_OFFSET < arena::BURST_BYTES && std::abs(A->Constant) <= Burst &&
                   A->Free->Bytes << 15 <= Most.BeyondMax - Burst;
  return IsInBurst ? A : std::nullopt;
}

//   load (4096 + 8 * %i), load (4864 + %i)   ->  %n = sext (trunc %i to i16) to i64
//                                                load (4096 + 8 * %n), load (4864 + %n)
// No index of a burst's bytes has more bits, less a constant of as many or not, and what has is kept in by its 16. All arrays
// share them, where each would need a root.
Value *Confine::narrowed(GEPOperator &G, Address A) {
  static_assert(2 * arena::BURST_BYTES <= 1 << 15, "an index less a constant has 16 bits");
  Value *&Narrow = NarrowIndices[A.Free->Index];
  if (!Narrow) {
    IRBuilder<> B(behind(A.Free->Index));
    Narrow = B.CreateSExt(B.CreateTrunc(A.Free->Index, B.getInt16Ty()), B.getInt64Ty());
    Roots.push_back(Narrow);
  }
  A.Bounded.push_back({Narrow, A.Free->Bytes});
  IRBuilder<> B(behind(&G));
  return extend(B, Arena.at(uint64_t(*numberOf(A.Base, DL))), A);
}

Value *Confine::low32(IRBuilder<> &B, Value *P) {
  if (std::optional<int64_t> Number = numberOf(P, DL))
    return B.getInt32(uint32_t(*Number));
  auto *Cast = dyn_cast<IntToPtrInst>(P);
  if (!Cast)
    return B.CreatePtrToInt(P, B.getInt32Ty());
  Value *Number = Cast->getOperand(0);
  if (auto *Wide = dyn_cast<ZExtInst>(Number); Wide && Wide->getOperand(0)->getType()->isIntegerTy(32))
    return Wide->getOperand(0);
  return B.CreateZExtOrTrunc(Number, B.getInt32Ty());
}

//   %low                                ->  %opaque = asm "" (%low), where a root must be whole
// Machine code: the zero-extension behind it stays, `mov %eax, %eax`.
Value *Confine::rootOf(IRBuilder<> &B, Value *Low) {
  if (!IsWhole)
    return Arena.at(B, Low);
  auto *Type = FunctionType::get(Low->getType(), {Low->getType()}, false);
  return Arena.at(B, B.CreateCall(Type, InlineAsm::get(Type, "", "=r,0", /*hasSideEffects=*/false), {Low}));
}

Value *Confine::extend(IRBuilder<> &B, Value *Root, const Address &A) {
  for (const Term &T : A.Bounded)
    Root = B.CreateGEP(B.getInt8Ty(), Root, B.CreateMul(T.Index, B.getInt64(T.Bytes)));
  if (auto *Number = dyn_cast<ConstantExpr>(Root); Number && Number->getOpcode() == Instruction::IntToPtr)
    return ConstantExpr::getIntToPtr(
        ConstantExpr::getAdd(Number->getOperand(0), B.getInt64(A.Constant)), Root->getType());
  return A.Constant ? B.CreateGEP(B.getInt8Ty(), Root, B.getInt64(A.Constant)) : Root;
}

namespace {

/// The addresses that an instruction reads or writes. A call of the module's own function has none: its instructions count.
SmallVector<const Value *, 2> addressesOf(const Instruction &I) {
  if (const Value *P = getLoadStorePointerOperand(&I))
    return {P};
  if (auto *Update = dyn_cast<AtomicRMWInst>(&I))
    return {Update->getPointerOperand()};
  if (auto *Exchange = dyn_cast<AtomicCmpXchgInst>(&I))
    return {Exchange->getPointerOperand()};
  auto *Call = dyn_cast<IntrinsicInst>(&I);
  if (!Call || Call->isAssumeLikeIntrinsic() || isa<DbgInfoIntrinsic>(Call))
    return {};
  SmallVector<const Value *, 2> Addresses;
  for (const Use &U : Call->args())
    if (U->getType()->isPtrOrPtrVectorTy())
      Addresses.push_back(U);
  return Addresses;
}

} // namespace

void refuseUnprotected(Function &F, Diagnostics &Refusals) {
  const Reach Arena(F);
  for (const Instruction &I : instructions(F))
    for (const Value *P : addressesOf(I)) {
      if (!Arena.isReached(P) && !isOnMachineStack(P))
        Refusals.refuse(I, "the compiler made `" + Twine(I.getOpcodeName()) + "` of this, which can't be protected");
    }
}

Instruction *Confine::behind(Value *V) {
  auto *I = dyn_cast<Instruction>(V);
  if (!I)
    return &*F.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
  return isa<PHINode>(I) ? &*I->getParent()->getFirstInsertionPt() : I->getNextNode();
}

Instruction *Confine::behindBoth(Value *Left, Value *Right) {
  auto *L = dyn_cast<Instruction>(Left), *R = dyn_cast<Instruction>(Right);
  if (!L || !R)
    return behind(L ? Left : Right);
  return behind(Dominators.dominates(L, R) ? Right : Left);
}

} // namespace fastpaas
