; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-backend=compare -S %s | FileCheck %s
; A check at the access, one for all that it dominates; where the pointer is only made there is none.

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

; CHECK-LABEL: @m.field
; CHECK: [[ROOT:%.*]] = ptrtoint ptr %p to i64
; CHECK: [[PASSED:%.*]] = call i64 asm sideeffect "cmpq $$1593868287, $0
; CHECK-SAME: jbe 1f
; CHECK-SAME: addq $$-1610579968, $0{{.*}}cmpq $$536870911, $0{{.*}}ja 2f
; CHECK-SAME: addq $$1610579968, $0{{.*}}jmp 1f{{.*}}2:
; CHECK-SAME: addq $$-2147450880, $0{{.*}}cmpq $$2147483647, $0{{.*}}ja 3f{{.*}}addq $$2147450880, $0{{.*}}jmp 1f
; CHECK-SAME: ud1q 1(%eax), $0
; CHECK-SAME: "=r,0,~{flags}"(i64 [[ROOT]])
; CHECK: [[AT:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 [[PASSED]]
; CHECK: load i64, ptr addrspace(512) [[AT]]
; CHECK-NOT: asm
; CHECK: getelementptr i8, ptr addrspace(512) [[AT]], i64 8
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
; CHECK-NOT: asm
; CHECK: used:
; CHECK: call i64 asm
define internal i64 @maybe(ptr %p, i1 %is) {
entry:
  br i1 %is, label %used, label %unused
used:
  %a = load i64, ptr %p
  ret i64 %a
unused:
  ret i64 0
}

; An index into the burst is compared itself.
; CHECK-LABEL: @m.indexed
; CHECK: [[INDEX:%.*]] = call i64 asm sideeffect "cmpq $$66842620, $0
; CHECK-SAME: jbe 1f
; CHECK-SAME: sarq $$3, $0
; CHECK-SAME: ud1q 1(%eax), $0
; CHECK-SAME: "=r,0,~{flags}"(i64 %i)
; CHECK: mul i64 [[INDEX]], 8
define internal i64 @indexed(i64 %i) {
  %at = getelementptr i64, ptr inttoptr (i64 1612709912 to ptr), i64 %i
  %a = load i64, ptr %at
  ret i64 %a
}

; A prefetch never traps.
; CHECK-LABEL: @m.ahead
; CHECK-NOT: asm
; CHECK: ptrtoint ptr %p to i32
; CHECK: call void @llvm.prefetch.p512
define internal void @ahead(ptr %p) {
  call void @llvm.prefetch.p0(ptr %p, i32 0, i32 3, i32 1)
  ret void
}

; In front of a loop that is sure to come to it.
; CHECK-LABEL: @m.loop
; CHECK: entry:
; CHECK: call i64 asm
; CHECK: body:
; CHECK-NOT: asm
; CHECK: done:
define internal void @loop(ptr %p, i64 %n) {
entry:
  br label %body
body:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  store i64 %i, ptr %p
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %body, label %done
done:
  ret void
}

define void @process(ptr %burst) {
  %a = call i64 @field(ptr %burst)
  %b = call i64 @maybe(ptr %burst, i1 true)
  %c = call i64 @indexed(i64 %b)
  call void @ahead(ptr %burst)
  call void @loop(ptr %burst, i64 %a)
  ret void
}

declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
