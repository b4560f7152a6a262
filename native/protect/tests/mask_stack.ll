; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-backend=mask -S %s | FileCheck %s
; The stack's pointer lies in the arena, so it is reached from the base too; copies and fills as well.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[WORD:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 1612718080
; CHECK: store i32 1611661056, ptr addrspace(512) [[WORD]]
; CHECK: call void @llvm.memset.inline.p512.i64(ptr addrspace(512)
; CHECK: call void @m.callee(ptr inttoptr (i64 1611661056 to ptr), ptr addrspace(512) swiftself %base)
define void @expire(ptr %p, i64 %i) {
  %moved = alloca [64 x i32]
  %at = getelementptr [64 x i32], ptr %moved, i64 0, i64 %i
  call void @llvm.memset.p0.i64(ptr %at, i8 0, i64 16, i1 false)
  call void @callee(ptr %moved)
  ret void
}

; CHECK-LABEL: define internal void @m.callee(
; CHECK: [[TOP:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 1612718080
; CHECK: load i32, ptr addrspace(512) [[TOP]]
define void @callee(ptr %p) {
  %kept = alloca [4096 x i8], align 64
  store ptr %kept, ptr %p
  ret void
}

declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
