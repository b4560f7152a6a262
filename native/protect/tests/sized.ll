; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A variable whose size is known at run time, and the stack's pointer before and after.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK-NOT: alloca
; CHECK: mul i32 {{.*}}, 4
; CHECK: sub i32 1611661312,
; CHECK: and i32 {{%.*}}, -16
; CHECK: store i32 {{%.*}}, ptr addrspace(256) inttoptr (i64 1612718080 to ptr addrspace(256))
; CHECK: call i64 @m.callee(
; STACK_OFFSET + STACK_BYTES
; CHECK: store i32 1611661312, ptr addrspace(256) inttoptr (i64 1612718080 to ptr addrspace(256))
define void @expire(ptr %p, i64 %i) {
  %saved = call ptr @llvm.stacksave.p0()
  %sized = alloca i32, i64 %i
  %r = call i64 @callee(ptr %sized)
  call void @llvm.stackrestore.p0(ptr %saved)
  store i64 %r, ptr %p
  ret void
}
define i64 @callee(ptr %p) noinline {
  %x = load i64, ptr %p
  ret i64 %x
}
declare ptr @llvm.stacksave.p0()
declare void @llvm.stackrestore.p0(ptr)
