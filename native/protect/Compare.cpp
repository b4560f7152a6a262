#include "Compare.h"

#include "Ranges.h"

#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace fastpaas {

namespace {

/// The trap: `ud1`, whose number is FP_FAULT_MEMORY and whose register has the address.
constexpr const char *Trap = "ud1q 1(%eax), $0\n1:";

/// What the verifier looks for (native/verify/README.md), as assembly: code generation may not tear it apart, and what comes out
/// of it, $0, is the register that was compared. It goes on at 1. All of a check is one piece: had the rare part a block of its
/// own (`callbr`), it would read a result that LLVM 19 has spilled to the stack on the likely way alone.
struct Comparison {
  std::string Text;
  /// $1 is one more.
  bool NeedsRegister = false;

  /// Goes on where $0 is in a region.
  /// \param Root what it can be.
  Comparison(const Region &In, const ConstantRange &Root) {
    constexpr int64_t ImmediateMax = std::numeric_limits<int32_t>::max();
    APInt Least = Root.getSignedMin(), Most = Root.getSignedMax();
    if (In.Last <= ImmediateMax && (In.First == 0 || Least.sge(In.First))) {
      Text = ("cmpq $$" + Twine(In.Last) + ", $0\n\tjbe 1f\n\t").str();
    } else if (In.Last > ImmediateMax && Least.sge(0) && Most.sle(arena::ARENA_BYTES - 1)) {
      Text = ("cmpq $$" + Twine(In.First) + ", $0\n\tjae 1f\n\t").str();
    } else {
      Text = ("leaq " + Twine(-In.First) + "($0), $1\n\tcmpq $$" + Twine(In.Last - In.First) + ", $1\n\tjbe 1f\n\t").str();
      NeedsRegister = true;
    }
  }
};

/// The same of a region that isn't likely, and without $1: $0 counts from the region's start meanwhile.
std::string unlikely(const Region &In, unsigned Label) {
  if (In.First == 0)
    return Comparison(In, ConstantRange::getFull(64)).Text;
  return ("addq $$" + Twine(-In.First) + ", $0\n\tcmpq $$" + Twine(In.Last - In.First) + ", $0\n\tja " + Twine(Label) +
          "f\n\taddq $$" + Twine(In.First) + ", $0\n\tjmp 1f\n" + Twine(Label) + ":\taddq $$" + Twine(In.First) + ", $0\n\t")
      .str();
}

/// \returns what $0 is behind it.
Value *assemble(IRBuilder<> &B, Value *Root, const std::string &Text, bool NeedsRegister) {
  Type *Number = B.getInt64Ty();
  Type *Result = NeedsRegister ? static_cast<Type *>(StructType::get(Number, Number)) : Number;
  auto *Type = FunctionType::get(Result, {Number}, false);
  const char *Registers = NeedsRegister ? "=r,=&r,0,~{flags}" : "=r,0,~{flags}";
  CallInst *Made = B.CreateCall(Type, InlineAsm::get(Type, Text, Registers, /*hasSideEffects=*/true), {Root});
  return NeedsRegister ? B.CreateExtractValue(Made, 0) : Made;
}

} // namespace

//   load i64, ptr %root                 ->  cmp HEAP_LAST, %root; jbe 1f
//                                           %root -= STACK; cmp STACK_BYTES, %root; ja 2f; %root += STACK; jmp 1f
//                                        2: %root += STACK
//                                           %root -= PACKETS; cmp PACKET_BYTES, %root; ja 3f; %root += PACKETS; jmp 1f
//                                        3: %root += PACKETS
//                                           ud1 1(%eax), %root
//                                        1: load i64, ptr addrspace(512) (%base + %root)
Value *Compare::check(IRBuilder<> &B, Value *Root, const Region &Guess) {
  Comparison Likely(Guess, rangeOf(Root));
  std::string Text = Likely.Text;
  unsigned Label = 2;
  for (const Region &Each : {HeapRegion, StackRegion, PacketRegion})
    if (Each.First != Guess.First)
      Text += unlikely(Each, Label++);
  return assemble(B, Root, Text + Trap, Likely.NeedsRegister);
}

//   load i64, ptr (ARRAY + 8 * %i)      ->  cmp (LAST - ARRAY) / 8, %i; jbe 1f
//                                           %i = ARRAY - FIRST + 8 * %i; cmp BYTES, %i; ja 2f
//                                           %i = (%i - (ARRAY - FIRST)) / 8; jmp 1f
//                                        2: ud1 1(%eax), (%i + FIRST)
//                                        1: load i64, ptr addrspace(512) (%base + ARRAY + 8 * %i)
Value *Compare::checkIndex(IRBuilder<> &B, Value *Index, const KnownArray &Array) {
  int64_t Before = Array.Number - Array.In.First;
  std::string Text = ("cmpq $$" + Twine((Array.In.Last - Array.Number) / Array.Scale) + ", $0\n\tjbe 1f\n\tleaq " +
                      Twine(Before) + "(,$0," + Twine(Array.Scale) + "), $0\n\tcmpq $$" +
                      Twine(Array.In.Last - Array.In.First) + ", $0\n\tja 2f\n\taddq $$" + Twine(-Before) + ", $0\n\tsarq $$" +
                      Twine(Log2_64(Array.Scale)) + ", $0\n\tjmp 1f\n2:\taddq $$" + Twine(Array.In.First) + ", $0\n\t")
                         .str();
  return assemble(B, Index, Text + Trap, false);
}

} // namespace fastpaas
