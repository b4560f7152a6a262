#include "Globals.h"

#include "Arena.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// The host maps the constants read-only by pages.
constexpr uint64_t PageBytes = 4096;

Constant *pointerTo(uint64_t Number, LLVMContext &Context) {
  return ConstantExpr::getIntToPtr(ConstantInt::get(Type::getInt64Ty(Context), Number), PointerType::get(Context, 0));
}

struct Placed {
  GlobalVariable *Variable;
  uint64_t Offset;
};

/// Constants, then variables with a first value, then those that begin as zeros; each in the module's order.
class Image {
public:
  explicit Image(Module &M) : DL(M.getDataLayout()) {
    auto IsZero = [](GlobalVariable &G) { return G.getInitializer()->isNullValue(); };
    place(M, [](GlobalVariable &G) { return G.isConstant(); });
    Layout.Constant = End = alignTo(End, PageBytes);
    place(M, [&](GlobalVariable &G) { return !G.isConstant() && !IsZero(G); });
    Layout.Initialised = End;
    place(M, [&](GlobalVariable &G) { return !G.isConstant() && IsZero(G); });
    Layout.All = End;
  }

  /// The bytes up to Layout.Initialised.
  Constant *bytes(LLVMContext &Context) const {
    SmallVector<Constant *, 32> Parts;
    uint64_t At = 0;
    auto Pad = [&](uint64_t To) {
      if (To > At)
        Parts.push_back(ConstantAggregateZero::get(ArrayType::get(Type::getInt8Ty(Context), To - At)));
      At = To;
    };
    for (const Placed &P : All) {
      if (P.Offset >= Layout.Initialised)
        break;
      Pad(P.Offset);
      Parts.push_back(P.Variable->getInitializer());
      At += DL.getTypeAllocSize(P.Variable->getValueType()).getFixedValue();
    }
    Pad(Layout.Initialised);
    return ConstantStruct::getAnon(Context, Parts, /*Packed=*/true);
  }

  /// \pre there is one.
  const GlobalVariable &largest() const {
    auto Bytes = [&](const Placed &P) { return DL.getTypeAllocSize(P.Variable->getValueType()).getFixedValue(); };
    return *max_element(All, [&](const Placed &Left, const Placed &Right) { return Bytes(Left) < Bytes(Right); })->Variable;
  }

  ImageLayout Layout;
  SmallVector<Placed, 32> All;

private:
  template <typename Predicate> void place(Module &M, Predicate Belongs) {
    for (GlobalVariable &G : M.globals()) {
      if (G.getName().starts_with("llvm.") || G.isDeclaration() || !Belongs(G))
        continue;
      End = alignTo(End, DL.getPreferredAlign(&G));
      All.push_back({&G, End});
      End += DL.getTypeAllocSize(G.getValueType()).getFixedValue();
    }
  }

  const DataLayout &DL;
  uint64_t End = 0;
};

} // namespace

//   store ptr @handler, ptr %slot    ->  store ptr inttoptr (i64 256 to ptr), ptr %slot
FunctionNumbers numberFunctions(Module &M) {
  FunctionNumbers Numbers;
  for (Function &F : M) {
    auto IsAddress = [&](const Use &U) {
      auto *Call = dyn_cast<CallBase>(U.getUser());
      return !Call || !Call->isCallee(&U) || Call->getFunctionType() != F.getFunctionType();
    };
    if (F.isDeclaration() || none_of(F.uses(), IsAddress))
      continue;
    uint64_t Number = arena::FUNCTION_FIRST + Numbers.size() * arena::FUNCTION_STEP;
    Numbers[&F] = Number;
    F.replaceUsesWithIf(pointerTo(Number, M.getContext()), [&](Use &U) { return IsAddress(U); });
  }
  return Numbers;
}

//   @table = constant [4 x i16] [...]              ->  bytes 64 to 71 of @policer_c.image
//   load i16, ptr getelementptr (@table, 2)        ->  load i16, ptr inttoptr (i64 IMAGE_OFFSET + 64 + 2 to ptr)
ImageLayout layOutGlobals(Module &M, StringRef Name, Diagnostics &Refusals) {
  Image Made(M);
  if (Made.Layout.All > arena::IMAGE_BYTES_MAX) {
    const GlobalVariable &Largest = Made.largest();
    Refusals.refuse(Largest, "its variables have " + Twine(Made.Layout.All) + " bytes, and " +
                                 Twine(arena::IMAGE_BYTES_MAX) + " is the most; `" + Largest.getName() + "` is the largest");
  }
  Refusals.stopIfRefused();
  // Addresses first: first values may contain them.
  for (const Placed &P : Made.All)
    P.Variable->replaceAllUsesWith(pointerTo(arena::IMAGE_OFFSET + P.Offset, M.getContext()));
  if (Made.Layout.Initialised > 0) {
    Constant *Bytes = Made.bytes(M.getContext());
    auto *Variable = new GlobalVariable(M, Bytes->getType(), /*isConstant=*/true, GlobalValue::ExternalLinkage, Bytes,
                                        Name + ".image");
    Variable->setVisibility(GlobalValue::HiddenVisibility);
    Variable->setDSOLocal(true);
    Variable->setSection(("fp_image_" + Name).str());
    Variable->setAlignment(Align(64));
  }
  for (const Placed &P : Made.All)
    P.Variable->eraseFromParent();
  return Made.Layout;
}

} // namespace fastpaas
