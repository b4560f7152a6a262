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
  call void @behind(ptr %p, i64 %from)
  ret void
}

; Not one that counts by other steps.
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

; Nor where the test is behind the loop: what it compares with is known only there.
; CHECK-LABEL: define internal void @m.behind(
; CHECK: phi i64 [ 0
; CHECK: out:
; CHECK: icmp eq i64 %n.next, %wanted
define void @behind(ptr %p, i64 %from) {
before:
  br label %loop
loop:
  %i = phi i64 [ %from, %before ], [ %next, %loop ]
  %n = phi i64 [ 0, %before ], [ %n.next, %loop ]
  %at = getelementptr i8, ptr %p, i64 %i
  %next = add i64 %i, 1
  %n.next = add i64 %n, 1
  %x = load i8, ptr %at
  %done = icmp eq i8 %x, 0
  br i1 %done, label %out, label %loop
out:
  %wanted = load i64, ptr %p
  %is = icmp eq i64 %n.next, %wanted
  %byte = zext i1 %is to i8
  store i8 %byte, ptr %p
  ret void
}
