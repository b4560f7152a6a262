; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-backend=mpx -S %s | FileCheck %s
; A root's lower and upper bound, once for all accesses that the check dominates; what was checked is what is used.

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

; CHECK: module asm ".macro fp_check_bounds root"

; CHECK-LABEL: @m.field
; CHECK: [[ROOT:%.*]] = ptrtoint ptr %p to i64
; CHECK: [[PASSED:%.*]] = call i64 asm sideeffect "fp_check_bounds $0", "=r,0"(i64 [[ROOT]])
; CHECK: [[AT:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 [[PASSED]]
; CHECK: load i64, ptr addrspace(512) [[AT]]
; CHECK-NOT: fp_check_bounds
; CHECK: getelementptr i8, ptr addrspace(512) [[AT]], i64 8
; CHECK: ret i64
define internal i64 @field(ptr %p) {
  %second = getelementptr i8, ptr %p, i64 8
  %a = load i64, ptr %p
  %b = load i64, ptr %second
  %sum = add i64 %a, %b
  ret i64 %sum
}

; What may be null and isn't used harms nobody.
; CHECK-LABEL: @m.maybe
; CHECK: entry:
; CHECK-NOT: fp_check_bounds
; CHECK: used:
; CHECK: fp_check_bounds
define internal i64 @maybe(ptr %p, i1 %is) {
entry:
  br i1 %is, label %used, label %unused
used:
  %a = load i64, ptr %p
  ret i64 %a
unused:
  ret i64 0
}

; An index into the burst is no root: the address is.
; CHECK-LABEL: @m.indexed
; CHECK: [[BYTES:%.*]] = mul i64 %i, 8
; CHECK: [[ROOT:%.*]] = add i64 1612709912, [[BYTES]]
; CHECK: [[PASSED:%.*]] = call i64 asm sideeffect "fp_check_bounds $0", "=r,0"(i64 [[ROOT]])
; CHECK: getelementptr i8, ptr addrspace(512) %base, i64 [[PASSED]]
define internal i64 @indexed(i64 %i) {
  %at = getelementptr i64, ptr inttoptr (i64 1612709912 to ptr), i64 %i
  %a = load i64, ptr %at
  ret i64 %a
}

; A number needs no check: it lies in the arena.
; CHECK-LABEL: @m.known
; CHECK-NOT: fp_check_bounds
; CHECK: ret i64
define internal i64 @known() {
  %a = load i64, ptr inttoptr (i64 1612709912 to ptr)
  ret i64 %a
}

; A prefetch never traps.
; CHECK-LABEL: @m.ahead
; CHECK-NOT: fp_check_bounds
; CHECK: ptrtoint ptr %p to i32
; CHECK: call void @llvm.prefetch.p512
define internal void @ahead(ptr %p) {
  call void @llvm.prefetch.p0(ptr %p, i32 0, i32 3, i32 1)
  ret void
}

; In front of a loop that is sure to come to the access.
; CHECK-LABEL: @m.loop
; CHECK: entry:
; CHECK: fp_check_bounds
; CHECK: body:
; CHECK-NOT: fp_check_bounds
; CHECK: ret i64
define internal i64 @loop(ptr %p, i64 %n) {
entry:
  br label %body
body:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %sum = phi i64 [ 0, %entry ], [ %more, %body ]
  %a = load volatile i64, ptr %p
  %more = add i64 %sum, %a
  %next = add i64 %i, 1
  %done = icmp eq i64 %next, %n
  br i1 %done, label %out, label %body
out:
  ret i64 %more
}

define void @process(ptr %burst) {
  %a = call i64 @field(ptr %burst)
  %b = call i64 @maybe(ptr %burst, i1 true)
  %c = call i64 @indexed(i64 %b)
  %d = call i64 @known()
  call void @ahead(ptr %burst)
  %e = call i64 @loop(ptr %burst, i64 %a)
  ret void
}

declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
