; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Indices that differ by a constant share a root; what is bounded by a mask stays outside of it.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[P:%.*]] = ptrtoint ptr %p to i32
; CHECK: [[PWIDE:%.*]] = zext i32 [[P]] to i64
; CHECK: [[PROOT:%.*]] = inttoptr i64 [[PWIDE]] to ptr addrspace(256)
; CHECK: [[I:%.*]] = trunc i64 %i to i32
; CHECK: [[BYTES:%.*]] = mul i32 [[I]], 8
; CHECK: [[LOW:%.*]] = add i32 [[P]], [[BYTES]]
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: load i64, ptr addrspace(256) [[ROOT]]
; CHECK: [[THIRD:%.*]] = getelementptr i8, ptr addrspace(256) [[ROOT]], i64 24
; CHECK: store i64 %x, ptr addrspace(256) [[THIRD]]
; CHECK: [[SMALL:%.*]] = mul i64 %small, 2
; CHECK: [[OUTSIDE:%.*]] = getelementptr i8, ptr addrspace(256) [[PROOT]], i64 [[SMALL]]
; CHECK: store i16 7, ptr addrspace(256) [[OUTSIDE]]
define void @expire(ptr %p, i64 %i) {
  %a = getelementptr i64, ptr %p, i64 %i
  %x = load i64, ptr %a
  %i3 = add i64 %i, 3
  %b = getelementptr i64, ptr %p, i64 %i3
  store i64 %x, ptr %b
  %small = and i64 %i, 255
  %c = getelementptr i16, ptr %p, i64 %small
  store i16 7, ptr %c
  ret void
}
