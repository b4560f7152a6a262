; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-whole-roots=expire -S %s | FileCheck %s
; Where code generation lost a bound: nothing stays outside of a root, and nothing is known of it.

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[SMALL:%.*]] = trunc i64 %small to i32
; CHECK: [[P:%.*]] = ptrtoint ptr %p to i32
; CHECK: [[BYTES:%.*]] = mul i32 [[SMALL]], 2
; CHECK: [[LOW:%.*]] = add i32 [[P]], [[BYTES]]
; CHECK: [[KNOWN:%.*]] = call i32 asm "", "=r,0"(i32 [[LOW]])
; CHECK: [[WIDE:%.*]] = zext i32 [[KNOWN]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: store i16 7, ptr addrspace(256) [[ROOT]]
define void @expire(ptr %p, i64 %i) {
  %small = and i64 %i, 255
  %at = getelementptr i16, ptr %p, i64 %small
  store i16 7, ptr %at
  ret void
}

; Others go on as they are.
; CHECK-LABEL: define hidden void @m.process(
; CHECK-NOT: asm
; CHECK: ret void
define void @process(ptr %p, i64 %i) {
  %small = and i64 %i, 255
  %at = getelementptr i16, ptr %p, i64 %small
  store i16 7, ptr %at
  ret void
}
