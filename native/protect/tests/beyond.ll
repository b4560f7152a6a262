; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; What could reach beyond half the guard belongs to the root.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: mul i32 {{.*}}, 65536
; CHECK-NOT: mul i64
; CHECK: store i8 1, ptr addrspace(256)
; CHECK: ptrtoint ptr %far to i32
; CHECK: store i8 2, ptr addrspace(256)
define void @expire(ptr %p, i64 %i) {
  %index = and i64 %i, 4095
  %a = getelementptr [65536 x i8], ptr %p, i64 %index
  store i8 1, ptr %a
  %far = getelementptr i8, ptr %p, i64 134217728
  store i8 2, ptr %far
  ret void
}
