; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Whether a pointer is null is asked of its 32 bits only in front of an access at it.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[LOW:%.*]] = ptrtoint ptr %next to i32
; CHECK: icmp eq i32 [[LOW]], 0
define void @expire(ptr %p) {
  br label %loop
loop:
  %at = phi ptr [ %p, %0 ], [ %next, %loop ]
  %count = getelementptr i8, ptr %at, i64 8
  store i64 1, ptr %count
  %next = load ptr, ptr %at
  %end = icmp eq ptr %next, null
  br i1 %end, label %out, label %loop
out:
  call void @tagged(ptr %p)
  ret void
}

; Here one of other bits is somebody's, who asks whether it is null and nothing more.
; CHECK-LABEL: define internal void @m.tagged(
; CHECK: icmp eq ptr %tagged, null
define void @tagged(ptr %p) {
  %tagged = load ptr, ptr %p
  %is = icmp eq ptr %tagged, null
  br i1 %is, label %out, label %other
other:
  call void @expire(ptr %p)
  store i64 1, ptr %tagged
  br label %out
out:
  ret void
}
