; RUN: opt -load-pass-plugin=%plugin -passes=fp-admit -fp-module=m -S %s | FileCheck %s
; A structure passed by value is copied by the caller, and the callee gets a pointer like any other.

; CHECK-LABEL: define void @process(
; CHECK: [[COPY:%.*]] = alloca [64 x i8], align 16
; CHECK: call void @llvm.memcpy{{.*}}(ptr align 16 [[COPY]], ptr align 16 %burst, i64 64, i1 false)
; CHECK: call void @callee(ptr align 16 [[COPY]])
; CHECK-LABEL: define internal void @callee(ptr align 16 %given)
define void @process(ptr %burst) {
  call void @callee(ptr byval([64 x i8]) align 16 %burst)
  ret void
}
define void @callee(ptr byval([64 x i8]) align 16 %given) {
  store i8 1, ptr %given
  ret void
}
