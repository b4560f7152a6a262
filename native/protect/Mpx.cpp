#include "Mpx.h"

#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace fastpaas {

/// LLVM 19 knows no MPX: bytes, into which the register is put by its number. `bndcl` is f3 0f 1a, `bndcu` f2 0f 1a; register
/// operands have 64 bits without a prefix that says so.
static constexpr const char *CheckMacro = R"(
.macro fp_check_bounds root
.Lfp_number = 0
.irp each, %rax, %rcx, %rdx, %rbx, %rsp, %rbp, %rsi, %rdi, %r8, %r9, %r10, %r11, %r12, %r13, %r14, %r15
.ifc \each, \root
.irp prefix, 0xf3, 0xf2
.byte \prefix
.if .Lfp_number > 7
.byte 0x41
.endif
.byte 0x0f, 0x1a, 0xc0 + .Lfp_number % 8
.endr
.endif
.Lfp_number = .Lfp_number + 1
.endr
.endm
)";

void defineBoundsCheck(Module &M) { M.appendModuleInlineAsm(CheckMacro); }

//   load i64, ptr %root                 ->  bndcl %root, %bnd0; bndcu %root, %bnd0
//                                           load i64, ptr addrspace(512) (%base + %root)
Value *Mpx::check(IRBuilder<> &B, Value *Root, const Region &) {
  Type *Number = B.getInt64Ty();
  auto *Type = FunctionType::get(Number, {Number}, false);
  return B.CreateCall(Type, InlineAsm::get(Type, "fp_check_bounds $0", "=r,0", true), {Root});
}

} // namespace fastpaas
