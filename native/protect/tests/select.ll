; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; CHECK-LABEL: define hidden void @m.expire(
; CHECK: select i1 %is, ptr addrspace(256) {{%.*}}, ptr addrspace(256) {{%.*}}
; CHECK: store i8 1, ptr addrspace(256)
define void @expire(ptr %p, i64 %i) {
  %q = load ptr, ptr %p
  %is = icmp eq i64 %i, 0
  %chosen = select i1 %is, ptr %q, ptr %p
  store i8 1, ptr %chosen
  ret void
}
