; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-backend=mask -S %s | FileCheck %s
; The base is an argument of every function, which calls hand on; an address is the base, a root of 32 bits, and a bounded rest.

; CHECK-LABEL: define hidden void @m.process(
; CHECK-SAME: ptr %burst, ptr addrspace(512) swiftself %base)
; BURST_OFFSET + 16
; CHECK: [[COUNT:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 1612709904
; CHECK: load i32, ptr addrspace(512) [[COUNT]]
; CHECK: call i32 @m.callee(ptr %{{.*}}, i64 %{{.*}}, ptr addrspace(512) swiftself %base)
define void @process(ptr %burst) {
  %count = getelementptr i8, ptr %burst, i64 16
  %n = load i32, ptr %count
  %i = zext i32 %n to i64
  %p = getelementptr i64, ptr %burst, i64 %i
  %x = call i32 @callee(ptr %p, i64 %i)
  ret void
}

; CHECK-LABEL: define internal i32 @m.callee(
; CHECK-SAME: ptr %p, i64 %i, ptr addrspace(512) swiftself %base)
; CHECK: [[LOW:%.*]] = ptrtoint ptr %p to i32
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = getelementptr i8, ptr addrspace(512) %base, i64 [[WIDE]]
; CHECK: [[REST:%.*]] = getelementptr i8, ptr addrspace(512) [[ROOT]], i64 8
; CHECK: [[SMALL:%.*]] = mul i64 %small, 4
; CHECK: [[AT:%.*]] = getelementptr i8, ptr addrspace(512) [[REST]], i64 [[SMALL]]
; CHECK: load i32, ptr addrspace(512) [[AT]]
define i32 @callee(ptr %p, i64 %i) {
  %small = and i64 %i, 255
  %q = getelementptr i8, ptr %p, i64 8
  %a = getelementptr i32, ptr %q, i64 %small
  %x = load i32, ptr %a
  ret i32 %x
}

; A call through a pointer finds functions by their own types, before they have the argument.
; CHECK-LABEL: define hidden i1 @m.reconfigure(
; CHECK: call i32 @m.callee(ptr %state, i64 7, ptr addrspace(512) swiftself %base)
define i1 @reconfigure(ptr %state, ptr %heap, ptr %config) {
  store ptr @callee, ptr %state
  %f = load ptr, ptr %state
  %x = call i32 %f(ptr %state, i64 7)
  %r = icmp eq i32 %x, 0
  ret i1 %r
}
