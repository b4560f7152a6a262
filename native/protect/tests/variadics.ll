; RUN: opt -load-pass-plugin=%plugin -passes=fp-admit -fp-module=m -S %s | FileCheck %s
; Variable arguments are written one behind the other by the caller, a structure whole, and a list begins where they lie.

; CHECK-LABEL: define void @process(
; CHECK: [[REST:%.*]] = alloca [40 x i8], align 16
; CHECK: [[FIRST:%.*]] = getelementptr i8, ptr [[REST]], i64 0
; CHECK: store i32 7, ptr [[FIRST]]
; CHECK: [[SECOND:%.*]] = getelementptr i8, ptr [[REST]], i64 8
; CHECK: store double 2.000000e+00, ptr [[SECOND]]
; CHECK: [[THIRD:%.*]] = getelementptr i8, ptr [[REST]], i64 16
; CHECK: call void @llvm.memcpy{{.*}}(ptr align 8 [[THIRD]], ptr align 8 %burst, i64 24, i1 false)
; CHECK: call i32 @take(ptr %burst, ptr [[REST]])
; CHECK: call i32 @take(ptr %burst, ptr null)
; A function that was called before its prototype was seen gets what it is given.
; CHECK: call i32 @fixed(ptr %burst, i32 5)
define void @process(ptr %burst) {
  %a = call i32 (ptr, ...) @take(ptr %burst, i32 7, double 2.0, ptr byval([24 x i8]) align 8 %burst)
  %b = call i32 (ptr, ...) @take(ptr %burst)
  %c = call i32 (ptr, i32, ...) @fixed(ptr %burst, i32 5)
  ret void
}

; CHECK-LABEL: define internal i32 @take(ptr %format, ptr %rest)
; CHECK: store i32 48, ptr
; CHECK: store i32 176, ptr
; CHECK: [[OVERFLOW:%.*]] = getelementptr i8, ptr %list, i64 8
; CHECK: store ptr %rest, ptr [[OVERFLOW]]
; CHECK: call void @llvm.memcpy{{.*}}(ptr align 8 %copy, ptr align 8 %list, i64 24, i1 false)
; CHECK-NOT: llvm.va_
define i32 @take(ptr %format, ...) {
  %list = alloca [24 x i8], align 8
  %copy = alloca [24 x i8], align 8
  call void @llvm.va_start.p0(ptr %list)
  call void @llvm.va_copy.p0(ptr %copy, ptr %list)
  call void @llvm.va_end.p0(ptr %copy)
  call void @llvm.va_end.p0(ptr %list)
  ret i32 0
}
define i32 @fixed(ptr %p, i32 %n) {
  ret i32 %n
}
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_copy.p0(ptr, ptr)
declare void @llvm.va_end.p0(ptr)
