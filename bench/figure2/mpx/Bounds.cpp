// What GCC's -mmpx -fcheck-pointer-bounds did, in plain instructions: every pointer has bounds of its own, those of a pointer in
// memory lie in a table beside it, and every access compares with both. The paper's "default MPX".
//
// The table is that of the processor (Intel SDM volume 1, 17.4.3): a directory by bits 47:20 of the address of the pointer, in it
// tables by bits 19:3, in these lower bound, upper bound and the pointer's value. If the value isn't the one that is loaded,
// somebody else has stored there, and the pointer may go anywhere.
//
//   p = load ptr, at       ->   p = load ptr, at; {low, high} = the table's of (at, p)            bndldx
//   store ptr p, at        ->   store ptr p, at; the table's of (at, p) = {low, high}             bndstx
//   load/store n, p        ->   if (p < low || p + n - 1 > high) trap; load/store n, p            bndcl, bndcu
//
// Clang runs it in front of the vectorisers, where functions are inlined and values are in registers.
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/PassPlugin.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace {

cl::opt<bool> onlyWrites("bounds-only-writes", cl::desc("Reads aren't compared"));

constexpr uint64_t DirectoryShift = 20, TableShift = 3, TableEntries = 1 << 17, EntryBytes = 32, IsThere = 1;

struct Bounds {
  Value *low, *high;   // the first and the last byte, as integers
};

// An access: where, how many bytes (a Value: those of a memcpy), and whether it is compared.
struct Access {
  Instruction *at;
  Value *pointer, *bytes;
};

class Checker {
public:
  explicit Checker(Function &function)
      : function(function), module(*function.getParent()), layout(module.getDataLayout()),
        word(Type::getInt64Ty(function.getContext())) {}

  bool run() {
    std::vector<Access> accesses;
    std::vector<StoreInst *> stores;
    std::vector<CallBase *> calls;
    std::vector<ReturnInst *> returns;
    for (Instruction &each : instructions(function)) {
      collectAccess(each, accesses);
      if (auto *stored = dyn_cast<StoreInst>(&each); stored && stored->getValueOperand()->getType()->isPointerTy())
        stores.push_back(stored);
      if (auto *call = dyn_cast<CallBase>(&each); call && !isa<IntrinsicInst>(call))
        calls.push_back(call);
      if (auto *end = dyn_cast<ReturnInst>(&each); end && function.getReturnType()->isPointerTy())
        returns.push_back(end);
    }
    for (StoreInst *stored : stores)
      keep(stored);
    for (CallBase *call : calls)
      pass(call);
    for (ReturnInst *end : returns) {
      IRBuilder<> build(end);
      store(build, returned(), of(end->getReturnValue()));
    }
    for (const Access &access : accesses)
      compare(access);
    forget();
    return true;
  }

private:
  Function &function;
  Module &module;
  const DataLayout &layout;
  IntegerType *word;
  DenseMap<Value *, Bounds> known;
  BasicBlock *trap = nullptr;

  void collectAccess(Instruction &each, std::vector<Access> &accesses) {
    auto fixed = [&](Type *type) { return ConstantInt::get(word, layout.getTypeStoreSize(type)); };
    if (auto *load = dyn_cast<LoadInst>(&each)) {
      if (!onlyWrites)
        accesses.push_back({load, load->getPointerOperand(), fixed(load->getType())});
    } else if (auto *store = dyn_cast<StoreInst>(&each)) {
      accesses.push_back({store, store->getPointerOperand(), fixed(store->getValueOperand()->getType())});
    } else if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&each)) {
      accesses.push_back({exchange, exchange->getPointerOperand(), fixed(exchange->getNewValOperand()->getType())});
    } else if (auto *update = dyn_cast<AtomicRMWInst>(&each)) {
      accesses.push_back({update, update->getPointerOperand(), fixed(update->getType())});
    } else if (auto *memory = dyn_cast<MemIntrinsic>(&each)) {
      accesses.push_back({memory, memory->getDest(), memory->getLength()});
      auto *transfer = dyn_cast<MemTransferInst>(memory);
      if (transfer && !onlyWrites)
        accesses.push_back({memory, transfer->getSource(), memory->getLength()});
    }
  }

  // ------------------------------------------------------------------------------------------------ bounds of a value

  Bounds anywhere() { return {ConstantInt::get(word, 0), ConstantInt::getAllOnesValue(word)}; }

  Bounds block(IRBuilder<> &build, Value *first, uint64_t bytes) {
    Value *low = build.CreatePtrToInt(first, word);
    return {low, build.CreateAdd(low, ConstantInt::get(word, bytes - 1))};
  }

  Bounds of(Value *pointer) {
    pointer = stripped(pointer);
    auto found = known.find(pointer);
    if (found != known.end())
      return found->second;
    Bounds bounds = make(pointer);
    known[pointer] = bounds;
    return bounds;
  }

  static Value *stripped(Value *pointer) {
    for (;;) {
      if (auto *element = dyn_cast<GEPOperator>(pointer))
        pointer = element->getPointerOperand();
      else if (auto *frozen = dyn_cast<FreezeInst>(pointer))
        pointer = frozen->getOperand(0);
      else
        return pointer;
    }
  }

  Bounds make(Value *pointer) {
    if (auto *variable = dyn_cast<GlobalVariable>(pointer)) {
      IRBuilder<> build(&*function.getEntryBlock().getFirstInsertionPt());
      return block(build, variable, layout.getTypeAllocSize(variable->getValueType()));
    }
    if (auto *argument = dyn_cast<Argument>(pointer)) {
      IRBuilder<> build(&*function.getEntryBlock().getFirstInsertionPt());
      return load(build, given(argument->getArgNo()));
    }
    if (auto *phi = dyn_cast<PHINode>(pointer))
      return merge(phi);
    auto *made = dyn_cast<Instruction>(pointer);
    if (!made)
      return anywhere();
    IRBuilder<> build(made->getNextNode());
    if (auto *variable = dyn_cast<AllocaInst>(made)) {
      std::optional<TypeSize> bytes = variable->getAllocationSize(layout);
      return bytes ? block(build, variable, bytes->getFixedValue()) : anywhere();
    }
    if (auto *choice = dyn_cast<SelectInst>(made)) {
      Bounds yes = of(choice->getTrueValue()), no = of(choice->getFalseValue());
      return {build.CreateSelect(choice->getCondition(), yes.low, no.low),
              build.CreateSelect(choice->getCondition(), yes.high, no.high)};
    }
    if (auto *loaded = dyn_cast<LoadInst>(made))
      return look(build, loaded);
    auto *call = dyn_cast<CallBase>(made);
    if (call && call->getFnAttr(Attribute::AllocSize).isValid())
      return allocated(build, call);
    bool isOurs = call && call->getCalledFunction() && !call->getCalledFunction()->isDeclaration();
    return isOurs ? load(build, returned()) : anywhere();
  }

  // What malloc and its kind say of their arguments.
  Bounds allocated(IRBuilder<> &build, CallBase *call) {
    auto [size, count] = call->getFnAttr(Attribute::AllocSize).getAllocSizeArgs();
    Value *bytes = build.CreateZExt(call->getArgOperand(size), word);
    if (count)
      bytes = build.CreateMul(bytes, build.CreateZExt(call->getArgOperand(*count), word));
    Value *low = build.CreatePtrToInt(call, word);
    return {low, build.CreateAdd(low, build.CreateSub(bytes, ConstantInt::get(word, 1)))};
  }

  // Its own values are known before those that come in: a loop's pointer is made of itself.
  Bounds merge(PHINode *phi) {
    IRBuilder<> build(phi);
    unsigned count = phi->getNumIncomingValues();
    PHINode *low = build.CreatePHI(word, count), *high = build.CreatePHI(word, count);
    known[phi] = {low, high};
    for (unsigned i = 0; i < count; i++) {
      Bounds in = of(phi->getIncomingValue(i));
      low->addIncoming(in.low, phi->getIncomingBlock(i));
      high->addIncoming(in.high, phi->getIncomingBlock(i));
    }
    return {low, high};
  }

  // --------------------------------------------------------------------------------- bounds in memory (mpx.c defines all)

  // Where a call leaves the bounds of its pointers: the processor has four registers for them.
  Value *given(unsigned number) { return slot("fp_bounds_given", number); }
  Value *returned() { return slot("fp_bounds_returned", 0); }

  Value *slot(StringRef name, unsigned number) {
    auto *type = ArrayType::get(word, 2);
    auto *slots = module.getOrInsertGlobal(name, type);
    return ConstantExpr::getInBoundsGetElementPtr(type, slots, ConstantInt::get(word, number));
  }

  Bounds load(IRBuilder<> &build, Value *from) {
    return {build.CreateLoad(word, from), build.CreateLoad(word, build.CreateConstGEP1_64(word, from, 1))};
  }

  void store(IRBuilder<> &build, Value *to, Bounds bounds) {
    build.CreateStore(bounds.low, to);
    build.CreateStore(bounds.high, build.CreateConstGEP1_64(word, to, 1));
  }

  // The table that has the pointer at an address, or one without entries.
  Value *entry(IRBuilder<> &build, Value *at) {
    Value *address = build.CreatePtrToInt(at, word);
    auto *pointer = PointerType::get(module.getContext(), 0);
    Value *directory = build.CreateLoad(pointer, module.getOrInsertGlobal("fp_bounds_directory", pointer));
    Value *which = build.CreateLShr(address, DirectoryShift);
    Value *found = build.CreateLoad(word, build.CreateGEP(word, directory, which));
    Value *isThere = build.CreateICmpNE(build.CreateAnd(found, IsThere), ConstantInt::get(word, 0));
    Value *none = build.CreatePtrToInt(module.getOrInsertGlobal("fp_bounds_none", word), word);
    Value *table = build.CreateSelect(isThere, build.CreateXor(found, IsThere), none);
    Value *index = build.CreateAnd(build.CreateLShr(address, TableShift), TableEntries - 1);
    Value *offset = build.CreateSelect(isThere, build.CreateMul(index, ConstantInt::get(word, EntryBytes)),
                                       ConstantInt::get(word, 0));
    return build.CreateIntToPtr(build.CreateAdd(table, offset), pointer);
  }

  Bounds look(IRBuilder<> &build, LoadInst *loaded) {
    Value *found = entry(build, loaded->getPointerOperand());
    Bounds stored = load(build, found);
    Value *value = build.CreateLoad(word, build.CreateConstGEP1_64(word, found, 2));
    Value *isIts = build.CreateICmpEQ(value, build.CreatePtrToInt(loaded, word));
    return {build.CreateSelect(isIts, stored.low, anywhere().low), build.CreateSelect(isIts, stored.high, anywhere().high)};
  }

  // A table that isn't there yet is mapped, as the kernel does for the processor: so it is a call.
  void keep(StoreInst *stored) {
    IRBuilder<> build(stored->getNextNode());
    Value *pointer = stored->getValueOperand();
    Bounds bounds = of(pointer);
    auto *type = FunctionType::get(build.getVoidTy(), {pointer->getType(), pointer->getType(), word, word}, false);
    build.CreateCall(module.getOrInsertFunction("fp_bounds_keep", type),
                     {stored->getPointerOperand(), pointer, bounds.low, bounds.high});
  }

  void pass(CallBase *call) {
    Function *called = call->getCalledFunction();
    if (!called || called->isDeclaration())
      return;
    IRBuilder<> build(call);
    for (unsigned i = 0; i < call->arg_size(); i++) {
      if (call->getArgOperand(i)->getType()->isPointerTy())
        store(build, given(i), of(call->getArgOperand(i)));
    }
  }

  // --------------------------------------------------------------------------------------------------------- comparing

  // Of a variable of the function's or the module's, at an offset that is a constant: GCC compared none of these either.
  bool isInside(const Access &access) {
    APInt offset(64, 0);
    const Value *base = access.pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
    auto *bytes = dyn_cast<ConstantInt>(access.bytes);
    uint64_t size = 0;
    if (auto *variable = dyn_cast<AllocaInst>(base))
      size = variable->getAllocationSize(layout).value_or(TypeSize::getFixed(0)).getFixedValue();
    else if (auto *variable = dyn_cast<GlobalVariable>(base))
      size = layout.getTypeAllocSize(variable->getValueType());
    return bytes && offset.ult(size) && bytes->getZExtValue() <= size - offset.getZExtValue();
  }

  void compare(const Access &access) {
    if (isInside(access))
      return;
    Bounds bounds = of(access.pointer);
    IRBuilder<> build(access.at);
    Value *first = build.CreatePtrToInt(access.pointer, word);
    Value *bytes = build.CreateZExtOrTrunc(access.bytes, word);
    Value *last = build.CreateAdd(first, build.CreateSub(bytes, ConstantInt::get(word, 1)));
    trapIf(build.CreateICmpULT(first, bounds.low), access.at);
    IRBuilder<> again(access.at);
    trapIf(again.CreateICmpUGT(last, bounds.high), access.at);
  }

  void trapIf(Value *condition, Instruction *before) {
    if (isa<ConstantInt>(condition) && cast<ConstantInt>(condition)->isZero())
      return;
    if (!trap) {
      trap = BasicBlock::Create(function.getContext(), "bounds", &function);
      IRBuilder<> build(trap);
      build.CreateIntrinsic(Intrinsic::trap, {}, {});
      build.CreateUnreachable();
    }
    BasicBlock *head = before->getParent();
    BasicBlock *tail = head->splitBasicBlock(before);
    head->getTerminator()->eraseFromParent();
    IRBuilder<> build(head);
    build.CreateCondBr(condition, trap, tail, MDBuilder(function.getContext()).createBranchWeights(1, 1 << 20));
  }

  // What was known of functions before they had a table to read.
  void forget() {
    function.removeFnAttr(Attribute::Memory);
    for (Instruction &each : instructions(function)) {
      if (auto *call = dyn_cast<CallBase>(&each))
        call->removeFnAttr(Attribute::Memory);
    }
  }
};

struct BoundsPass : PassInfoMixin<BoundsPass> {
  PreservedAnalyses run(Function &function, FunctionAnalysisManager &) {
    return Checker(function).run() ? PreservedAnalyses::none() : PreservedAnalyses::all();
  }

  static bool isRequired() { return true; }
};

}   // namespace

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "bounds", "1", [](PassBuilder &builder) {
            builder.registerVectorizerStartEPCallback(
                [](FunctionPassManager &passes, OptimizationLevel) { passes.addPass(BoundsPass()); });
          }};
}
