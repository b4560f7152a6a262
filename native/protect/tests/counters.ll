; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A loop that counts its steps beside its index counts one of them.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: before:
; CHECK: [[END:%.*]] = add i64 %count, %from
; CHECK: loop:
; CHECK-NOT: phi i64 [ 0
; CHECK: %next = add i64 %i, 8
; CHECK: icmp eq i64 %next, [[END]]
define void @expire(ptr %p, i64 %from, i64 %count) {
  br label %before
before:
  br label %loop
loop:
  %i = phi i64 [ %from, %before ], [ %next, %loop ]
  %n = phi i64 [ 0, %before ], [ %n.next, %loop ]
  %at = getelementptr i8, ptr %p, i64 %i
  store i8 1, ptr %at
  %next = add i64 %i, 8
  %n.next = add i64 %n, 8
  %done = icmp eq i64 %n.next, %count
  br i1 %done, label %out, label %loop
out:
  %kept = call i64 @apart(ptr %p, i64 %count)
  store i64 %kept, ptr %p
  ret void
}

; Not one that counts otherwise, nor one whose count is wanted.
; CHECK-LABEL: define internal i64 @m.apart(
; CHECK: phi i64 [ 0
; CHECK: phi i64 [ 0
; CHECK: icmp eq i64 %n.next, %count
define i64 @apart(ptr %p, i64 %count) {
before:
  br label %loop
loop:
  %i = phi i64 [ 0, %before ], [ %next, %loop ]
  %n = phi i64 [ 0, %before ], [ %n.next, %loop ]
  %at = getelementptr i8, ptr %p, i64 %i
  store i8 1, ptr %at
  %next = add i64 %i, 8
  %n.next = add i64 %n, 1
  %done = icmp eq i64 %n.next, %count
  br i1 %done, label %out, label %loop
out:
  ret i64 %next
}
