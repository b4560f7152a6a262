#include "Compare.h"

#include "Ranges.h"

#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// What the verifier looks for (native/verify/README.md), as assembly: code generation may not tear it apart, and what comes out
/// of it is the register that was compared.
struct Comparison {
  std::string Text;
  bool NeedsRegister = false;

  /// Whether $0 is in a region, or else outside.
  /// \param Root what it can be.
  /// \param To jumps there where it isn't, or with \p JumpsInside where it is.
  static Comparison with(const Region &R, const ConstantRange &Root, StringRef To, bool JumpsInside = false) {
    constexpr int64_t ImmediateMax = std::numeric_limits<int32_t>::max();
    APInt Least = Root.getSignedMin(), Most = Root.getSignedMax();
    Comparison Made;
    raw_string_ostream Out(Made.Text);
    if (R.Last <= ImmediateMax && (R.First == 0 || Least.sge(R.First))) {
      Out << "cmpq $$" << R.Last << ", $0\n\t" << (JumpsInside ? "jbe " : "ja ") << To;
    } else if (R.Last > ImmediateMax && Least.sge(0) && Most.sle(arena::ARENA_BYTES - 1)) {
      Out << "cmpq $$" << R.First << ", $0\n\t" << (JumpsInside ? "jae " : "jb ") << To;
    } else {
      Out << "leaq " << -R.First << "($0), $1\n\tcmpq $$" << R.Last - R.First << ", $1\n\t" << (JumpsInside ? "jbe " : "ja ")
          << To;
      Made.NeedsRegister = true;
    }
    return Made;
  }
};

/// The label behind a callbr's registers: the result, perhaps one more, the operand.
StringRef label(bool NeedsRegister) { return NeedsRegister ? "${3:l}" : "${2:l}"; }

/// In front of the end of \p From: goes on at \p Then or at \p Else, where the result's first part is the root.
CallBrInst *branch(BasicBlock *From, const std::string &Text, bool NeedsRegister, Value *Root, BasicBlock *Then,
                   BasicBlock *Else, const DebugLoc &At) {
  IRBuilder<> B(From);
  Type *Number = B.getInt64Ty();
  Type *Result = NeedsRegister ? static_cast<Type *>(StructType::get(Number, Number)) : Number;
  auto *Type = FunctionType::get(Result, {Number}, false);
  InlineAsm *Code = InlineAsm::get(Type, Text, NeedsRegister ? "=r,=&r,0,!i,~{flags}" : "=r,0,!i,~{flags}", true);
  CallBrInst *Made = B.CreateCallBr(Type, Code, Then, {Else}, {Root});
  Made->setDebugLoc(At);
  return Made;
}

Value *rootOf(CallBrInst *Made, BasicBlock *In) {
  if (!Made->getType()->isStructTy())
    return Made;
  IRBuilder<> B(In);
  return B.CreateExtractValue(Made, 0);
}

/// Lets blocks go on in Behind, where the value is that of the one that control comes from.
Value *join(Gap &G, ArrayRef<std::pair<Value *, BasicBlock *>> From) {
  PHINode *Joined = PHINode::Create(From.front().first->getType(), From.size(), "passed", G.Behind->begin());
  for (auto &[Made, In] : From) {
    BranchInst::Create(G.Behind, In);
    Joined->addIncoming(Made, In);
  }
  return Joined;
}

} // namespace

void trapAt(BasicBlock *Block, Value *Root, const DebugLoc &At) {
  IRBuilder<> B(Block);
  B.SetCurrentDebugLocation(At);
  auto *Type = FunctionType::get(B.getVoidTy(), {Root->getType()}, false);
  B.CreateCall(Type, InlineAsm::get(Type, "ud1q 1(%eax), $0", "r", true), {Root})->setDoesNotReturn();
  B.CreateUnreachable();
}

//   before:    br %behind               ->  before:  lea -HEAP(%root), %s;  cmp HEAP_BYTES, %s;  ja other
//                                           other:   lea -STACK(%root), %s; cmp STACK_BYTES, %s; jbe 1f
//                                                    lea -PACKETS(%root), %s; cmp PACKET_BYTES, %s; ja outside
//                                                    1: jmp behind
//                                           outside: ud1 1(%eax), %root
Value *Compare::check(Gap &G, Value *Root, const Region &Guess) {
  ConstantRange Known = rangeOf(Root);
  BasicBlock *Passed = G.add("passed", G.Before), *Other = G.add("other", G.Before), *Found = G.add("found", Other);
  BasicBlock *Outside = G.add("outside", Other, /*IsEnd=*/true);
  bool NeedsRegister = Comparison::with(Guess, Known, "").NeedsRegister;
  std::string First = Comparison::with(Guess, Known, label(NeedsRegister)).Text;
  CallBrInst *Likely = branch(G.Before, First, NeedsRegister, Root, Passed, Other, G.At);
  SmallVector<Region, 2> Rest;
  for (const Region &Each : {HeapRegion, StackRegion, PacketRegion})
    if (Each.First != Guess.First)
      Rest.push_back(Each);
  bool BothNeed = Comparison::with(Rest[0], Known, "").NeedsRegister || Comparison::with(Rest[1], Known, "").NeedsRegister;
  std::string Second = Comparison::with(Rest[0], Known, "1f", /*JumpsInside=*/true).Text + "\n\t" +
                       Comparison::with(Rest[1], Known, label(BothNeed)).Text + "\n1:";
  CallBrInst *Less = branch(Other, Second, BothNeed, rootOf(Likely, Other), Found, Outside, G.At);
  trapAt(Outside, rootOf(Less, Outside), G.At);
  return join(G, {{rootOf(Likely, Passed), Passed}, {rootOf(Less, Found), Found}});
}

//   before:    br %behind               ->  before:  cmp (LAST - ARRAY) / 8, %i; ja other
//                                           other:   %root = ARRAY + 8 * %i
//                                                    lea -FIRST(%root), %s; cmp BYTES, %s; ja outside
//                                                    %i = (%root - ARRAY) / 8
Value *Compare::checkIndex(Gap &G, Value *Index, const KnownArray &Array) {
  BasicBlock *Passed = G.add("passed", G.Before), *Other = G.add("other", G.Before), *Found = G.add("found", Other);
  BasicBlock *Outside = G.add("outside", Other, /*IsEnd=*/true);
  std::string First = ("cmpq $$" + Twine((Array.In.Last - Array.Number) / Array.Scale) + ", $0\n\tja " + label(false)).str();
  CallBrInst *Likely = branch(G.Before, First, false, Index, Passed, Other, G.At);
  IRBuilder<> B(Other);
  Value *Root = B.CreateAdd(B.CreateMul(Likely, B.getInt64(Array.Scale)), B.getInt64(Array.Number));
  ConstantRange Known = ConstantRange::getFull(64);
  bool NeedsRegister = Comparison::with(Array.In, Known, "").NeedsRegister;
  CallBrInst *Less = branch(Other, Comparison::with(Array.In, Known, label(NeedsRegister)).Text, NeedsRegister, Root, Found,
                            Outside, G.At);
  trapAt(Outside, rootOf(Less, Outside), G.At);
  IRBuilder<> AtFound(Found);
  Value *Again = AtFound.CreateAShr(AtFound.CreateSub(rootOf(Less, Found), B.getInt64(Array.Number)), Log2_64(Array.Scale));
  return join(G, {{Likely, Passed}, {Again, Found}});
}

} // namespace fastpaas
