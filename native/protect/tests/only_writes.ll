; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -fp-only-writes -S %s | FileCheck %s
; Writes are confined. A read goes where its 64 bits lead, unless a write has brought its address to 32 already.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: [[LOW:%.*]] = ptrtoint ptr %p to i32
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: [[ALL:%.*]] = ptrtoint ptr %from to i64
; CHECK: [[ANY:%.*]] = inttoptr i64 [[ALL]] to ptr addrspace(256)
; CHECK: load i64, ptr addrspace(256) [[ANY]]
; CHECK: store i64 %x, ptr addrspace(256) [[ROOT]]
; CHECK: [[NEXT:%.*]] = getelementptr i8, ptr addrspace(256) [[ROOT]], i64 8
; CHECK: load i64, ptr addrspace(256) [[NEXT]]
; CHECK: store i64 %y, ptr addrspace(256) [[ROOT]]
define void @expire(ptr %p, i64 %i) {
  %from = getelementptr i64, ptr %p, i64 %i
  %x = load i64, ptr %from
  store i64 %x, ptr %p
  %next = getelementptr i8, ptr %p, i64 8
  %y = load i64, ptr %next
  store i64 %y, ptr %p
  ret void
}
