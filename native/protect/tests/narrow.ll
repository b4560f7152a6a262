; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A 32-bit index is one of the root's as it is; a sum that can't overflow is split.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK-NOT: zext i32 %n to i64
; CHECK: [[LOW:%.*]] = add i32
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: store i8 1, ptr addrspace(256) [[ROOT]]
; CHECK: [[NEXT:%.*]] = getelementptr i8, ptr addrspace(256) [[ROOT]], i64 5
; CHECK: store i8 2, ptr addrspace(256) [[NEXT]]
define void @expire(ptr %p, i64 %i) {
  %n = trunc i64 %i to i32
  %wide = zext i32 %n to i64
  %a = getelementptr i8, ptr %p, i64 %wide
  store i8 1, ptr %a
  %n5 = add nuw i32 %n, 5
  %wide5 = zext i32 %n5 to i64
  %b = getelementptr i8, ptr %p, i64 %wide5
  store i8 2, ptr %b
  ret void
}
