; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; CHECK-LABEL: define hidden void @m.expire(
; CHECK: atomicrmw add ptr addrspace(256) {{%.*}}, i64 1 seq_cst
; CHECK: cmpxchg ptr addrspace(256) {{%.*}}, i64 %i, i64 5 acquire monotonic
; CHECK: store atomic i64 7, ptr addrspace(256) {{%.*}} release
; CHECK: load volatile i64, ptr addrspace(256)
define void @expire(ptr %p, i64 %i) {
  %old = atomicrmw add ptr %p, i64 1 seq_cst
  %pair = cmpxchg ptr %p, i64 %i, i64 5 acquire monotonic
  store atomic i64 7, ptr %p release, align 8
  %x = load volatile i64, ptr %p
  ret void
}
