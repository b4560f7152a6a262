; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A variable with proved accesses stays on the machine stack. One whose address is indexed or kept moves into the arena; the stack's
; pointer is published for those who have variables there too, and is a number in what the host alone enters.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: %proved = alloca i64
; CHECK-NOT: alloca
; STACK_OFFSET + STACK_BYTES - 256, and STACK_POINTER_OFFSET
; CHECK: store i32 1611661056, ptr addrspace(256) inttoptr (i64 1612718080 to ptr addrspace(256))
; CHECK: store volatile i64 %i, ptr %proved
; CHECK: call void @m.callee(
; CHECK-NOT: store i32
; CHECK: ret void
define void @expire(ptr %p, i64 %i) {
  %proved = alloca i64
  %moved = alloca [64 x i32]
  store volatile i64 %i, ptr %proved
  %at = getelementptr [64 x i32], ptr %moved, i64 0, i64 %i
  store i32 1, ptr %at
  call void @callee(ptr %moved)
  ret void
}

; CHECK-LABEL: define internal void @m.callee(
; CHECK: %top = load i32, ptr addrspace(256) inttoptr (i64 1612718080 to ptr addrspace(256))
; CHECK: sub i32 %top, 4096
; CHECK: and i32 {{%.*}}, -64
; CHECK-NOT: store i32 {{.*}}1612718080
; CHECK: ret void
define void @callee(ptr %p) {
  %kept = alloca [4096 x i8], align 64
  store ptr %kept, ptr %p
  ret void
}
