; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A pointer rounded down, as __builtin_align_down makes it, is a number like any other: what it leads to is in the arena.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[NUMBER:%.*]] = ptrtoint ptr %p to i64
; CHECK-NEXT: [[MASKED:%.*]] = and i64 [[NUMBER]], -64
; CHECK: store i32 1, ptr addrspace(256) {{%.*}}, align 64
; CHECK-NOT: llvm.ptrmask
define void @expire(ptr %p, i64 %i) {
  %line = call ptr @llvm.ptrmask.p0.i64(ptr %p, i64 -64)
  store i32 1, ptr %line, align 64
  ret void
}
declare ptr @llvm.ptrmask.p0.i64(ptr, i64)
