#include "Checks.h"

#include "Ranges.h"

#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

Checks::Checks(Function &F, const DominatorTree &Dominators, const LoopInfo &Loops, const ExactAdditions &Exact,
               const Distances &Most, std::unique_ptr<Checker> By)
    : F(F), DL(F.getParent()->getDataLayout()), Dominators(Dominators), Loops(Loops), Exact(Exact), Most(Most), Arena(F),
      By(std::move(By)) {}

void Checks::expect(Value *P) { Expected[P] = guessRegion(P, DL); }

//   load i64, ptr (%p + 8)              ->  check %p, unless that was done on every way here
//                                           load i64, ptr addrspace(512) (%base + %p.passed + 8)
//   load i64, ptr (4096 + 8 * %i)       ->  check %i
//                                           load i64, ptr addrspace(512) (%base + 4096 + 8 * %i.passed)
Value *Checks::protect(Instruction &At, Value *P) {
  Place Found = locate(P);
  Value *Root = Found.Root ? check(At, Found, Expected.lookup(P)) : nullptr;
  IRBuilder<> B(&At);
  Value *Pointer;
  if (!Root || Found.Array) {
    Pointer = Arena.at(uint64_t(Found.Constant + (Root ? Found.Array->Number : 0)));
    if (Root)
      Found.Bounded.push_back({Root, Found.Array->Scale});
  } else {
    Pointer = Arena.to(B, Root);
    if (Found.Constant)
      Pointer = B.CreateGEP(B.getInt8Ty(), Pointer, B.getInt64(Found.Constant));
  }
  for (const Term &T : Found.Bounded)
    Pointer = B.CreateGEP(B.getInt8Ty(), Pointer, B.CreateMul(T.Index, B.getInt64(T.Bytes)));
  return Pointer;
}

Checks::Place Checks::locate(Value *P) {
  if (std::optional<int64_t> Number = numberOf(P, DL)) {
    Place Made;
    Made.Constant = *Number;
    return Made;
  }
  auto *G = dyn_cast<GEPOperator>(P);
  std::optional<Address> A = G ? decompose(*G, DL, Exact, Most) : std::nullopt;
  if (!A)
    return whole(P);
  Place Made = A->Free ? locateIndexed(A->Base, *A->Free) : locate(A->Base);
  Made.Bounded.append(A->Bounded.begin(), A->Bounded.end());
  Made.Constant += A->Constant;
  Made.Lowest += A->Lowest;
  Made.Highest += A->Highest;
  return Made.Lowest < -Most.BeyondMax || Made.Highest > Most.BeyondMax ? whole(P) : Made;
}

Value *Checks::wide(IRBuilder<> &B, const Term &Free) {
  return Free.IsSigned ? B.CreateSExt(Free.Index, B.getInt64Ty()) : B.CreateZExt(Free.Index, B.getInt64Ty());
}

//   %p + 8 * %i + 24                    ->  one root, and constants
Checks::Place Checks::locateIndexed(Value *Base, const Term &Free) {
  std::optional<int64_t> Number = numberOf(Base, DL);
  std::optional<Region> In = Number && By->takesIndices() ? lowRegionOf(*Number) : std::nullopt;
  bool IsScale = is_contained({1, 2, 4, 8}, Free.Bytes);
  Value *&Root = Indexed[{In ? nullptr : Base, Free.Index, In && IsScale ? 1 : Free.Bytes, Free.IsSigned}];
  Place Made;
  if (In)
    Made.Array = KnownArray{*Number, IsScale ? Free.Bytes : 1, *In};
  if (!Root) {
    auto *Index = dyn_cast<Instruction>(Free.Index), *From = dyn_cast<Instruction>(Base);
    bool IsIndexLater = Index && (!From || Dominators.dominates(From, Index));
    IRBuilder<> B(behind(IsIndexLater ? Free.Index : Base));
    Root = wide(B, Free);
    if (!In || !IsScale)
      Root = B.CreateMul(Root, B.getInt64(Free.Bytes));
    if (!In)
      Root = B.CreateAdd(B.CreatePtrToInt(Base, B.getInt64Ty()), Root);
  }
  Made.Root = Root;
  return Made;
}

Checks::Place Checks::whole(Value *P) {
  Value *&Root = Whole[P];
  if (!Root) {
    auto *Cast = dyn_cast<IntToPtrInst>(P);
    bool IsNumber = Cast && Cast->getOperand(0)->getType()->isIntegerTy(64);
    IRBuilder<> B(behind(P));
    Root = IsNumber ? Cast->getOperand(0) : B.CreatePtrToInt(P, B.getInt64Ty());
  }
  Place Made;
  Made.Root = Root;
  return Made;
}

bool Checks::Check::covers(const Place &P, const Distances &Most) const {
  if (!Array || !P.Array)
    return !Array && !P.Array;
  int64_t Apart = P.Array->Number - Array->Number;
  return P.Array->Scale <= Array->Scale && Apart + P.Lowest >= -Most.BeyondMax && Apart + P.Highest <= Most.BeyondMax;
}

Value *Checks::check(Instruction &At, const Place &P, const Region &Guess) {
  for (const Check &Each : Done[P.Root])
    if (Each.covers(P, Most) && Dominators.dominates(Each.Passed, &At))
      return Each.Passed;
  Instruction *Place = hoist(At, P.Root);
  ++Made;
  Hoisted += Place != &At;
  IRBuilder<> B(Place);
  B.SetCurrentDebugLocation(At.getDebugLoc());
  Value *Passed = P.Array ? By->checkIndex(B, P.Root, *P.Array) : By->check(B, P.Root, Guess);
  Done[P.Root].push_back({cast<Instruction>(Passed), P.Array});
  return Passed;
}

namespace {

/// Whether control that comes into a loop comes to a block of it, or ends the module.
bool isCertain(const Loop &L, const BasicBlock *Block, const DominatorTree &Dominators) {
  SmallVector<BasicBlock *, 4> Leaving;
  L.getExitingBlocks(Leaving);
  if (BasicBlock *Latch = L.getLoopLatch())
    Leaving.push_back(Latch);
  return all_of(Leaving, [&](const BasicBlock *Each) {
    bool IsEnd = all_of(successors(Each), [&](const BasicBlock *Next) {
      return L.contains(Next) ? Each != L.getLoopLatch() : isa<UnreachableInst>(Next->getTerminator());
    });
    return IsEnd || Dominators.dominates(Block, Each);
  });
}

} // namespace

/// In front of the loops that an access is sure to happen in, as far out as its root is known.
Instruction *Checks::hoist(Instruction &At, const Value *Root) const {
  Instruction *Place = &At;
  for (Loop *L = Loops.getLoopFor(At.getParent()); L; L = L->getParentLoop()) {
    auto *Made = dyn_cast<Instruction>(Root);
    BasicBlock *Front = L->getLoopPreheader();
    if (!Front || (Made && L->contains(Made)) || !isCertain(*L, Place->getParent(), Dominators))
      break;
    Place = Front->getTerminator();
  }
  return Place;
}

void Checks::finish() {
  for (auto &[Root, Made] : Done)
    for (const Check &Each : Made)
      for (Use &U : make_early_inc_range(Root->uses())) {
        auto *User = dyn_cast<Instruction>(U.getUser());
        if (User && User != Each.Passed && Dominators.dominates(Each.Passed, User) && !isa<PHINode>(User))
          U.set(Each.Passed);
      }
}

Instruction *Checks::behind(Value *V) {
  auto *I = dyn_cast<Instruction>(V);
  if (!I)
    return &*F.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
  return isa<PHINode>(I) ? &*I->getParent()->getFirstInsertionPt() : I->getNextNode();
}

} // namespace fastpaas
