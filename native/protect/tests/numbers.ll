; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Arrays at one distance from each other share a root, which is of the first's number.

@a = internal global [1000 x i64] zeroinitializer
@b = internal global [1000 x i64] zeroinitializer

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[LOW:%.*]] = add i32 {{[0-9]+}},
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: store i64 1, ptr addrspace(256) [[ROOT]]
; CHECK: [[OTHER:%.*]] = getelementptr i8, ptr addrspace(256) [[ROOT]], i64 {{-?}}8000
; CHECK: store i64 2, ptr addrspace(256) [[OTHER]]
define void @expire(ptr %p, i64 %i) {
  %x = getelementptr i64, ptr @a, i64 %i
  store i64 1, ptr %x
  %y = getelementptr i64, ptr @b, i64 %i
  store i64 2, ptr %y
  ret void
}
