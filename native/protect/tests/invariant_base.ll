; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; The constant of a base that doesn't change in the loop joins the index's: all copies of an unrolled body share one root.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: loop:
; CHECK: [[ROOT:%.*]] = inttoptr i64 {{%.*}} to ptr addrspace(256)
; CHECK-NOT: inttoptr
; CHECK: [[THIRD:%.*]] = getelementptr i8, ptr addrspace(256) [[ROOT]], i64 2
; CHECK: store i8 {{%.*}}, ptr addrspace(256) [[THIRD]]
; CHECK-NOT: inttoptr
; CHECK: ret void
define void @expire(ptr %p, i64 %from) {
entry:
  %third = getelementptr i8, ptr %p, i64 2
  br label %loop
loop:
  %i = phi i64 [ %from, %entry ], [ %next, %loop ]
  %a = getelementptr i8, ptr %p, i64 %i
  %x = load i8, ptr %a
  %b = getelementptr i8, ptr %third, i64 %i
  store i8 %x, ptr %b
  %next = add i64 %i, 8
  %c = icmp ne i64 %next, 4096
  br i1 %c, label %loop, label %out
out:
  ret void
}
