; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Nothing that rests on undefined behaviour bounds an address: not an assumption, a range, a flag of a shift or an argument's attribute.

; CHECK-LABEL: define hidden void @m.expire(ptr %p, i64 %i)
; CHECK-NOT: llvm.assume
; CHECK: [[I:%.*]] = trunc i64 %i to i32
; CHECK: add i32 {{.*}}, [[I]]
; CHECK: store i8 1, ptr addrspace(256)
; CHECK-NOT: !range
; CHECK: trunc i64 %loaded to i32
; CHECK: store i8 2, ptr addrspace(256)
define void @expire(ptr noundef nonnull align 16 dereferenceable(64) %p, i64 range(i64 0, 8) %i) {
  %is_small = icmp ult i64 %i, 8
  call void @llvm.assume(i1 %is_small)
  %a = getelementptr inbounds i8, ptr %p, i64 %i
  store i8 1, ptr %a
  %loaded = load i64, ptr %p, !range !0, !noundef !1
  %b = getelementptr inbounds i8, ptr %p, i64 %loaded
  store i8 2, ptr %b
  ret void
}
declare void @llvm.assume(i1)
!0 = !{i64 0, i64 8}
!1 = !{}
