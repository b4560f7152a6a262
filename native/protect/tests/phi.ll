; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; A choice of pointers is made again among pointers into the arena; one that a loop moves is a root each time.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: join:
; CHECK: phi ptr addrspace(256) [ {{%.*}}, %left ], [ {{%.*}}, %entry ]
; CHECK: loop:
; CHECK: %at = phi ptr
; CHECK: [[LOW:%.*]] = ptrtoint ptr %at to i32
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: store i8 2, ptr addrspace(256) [[ROOT]]
define void @expire(ptr %p, i64 %i) {
entry:
  %is = icmp eq i64 %i, 0
  br i1 %is, label %left, label %join
left:
  %q = load ptr, ptr %p
  br label %join
join:
  %chosen = phi ptr [ %q, %left ], [ %p, %entry ]
  store i8 1, ptr %chosen
  br label %loop
loop:
  %at = phi ptr [ %chosen, %join ], [ %next, %loop ]
  store i8 2, ptr %at
  %next = getelementptr i8, ptr %at, i64 1
  %end = icmp eq ptr %next, %p
  br i1 %end, label %out, label %loop
out:
  ret void
}
