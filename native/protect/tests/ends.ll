; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Nothing follows the end of what can't happen.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: never:
; CHECK-NEXT: call void @llvm.trap()
; CHECK-NEXT: unreachable
; CHECK: attributes {{.*}} noredzone {{.*}}"disable-tail-calls"="true"{{.*}}"no-jump-tables"="true"{{.*}}"no-realign-stack"{{.*}}"warn-stack-size"="32768"
define void @expire(ptr %p, i64 %i) {
  %is = icmp eq i64 %i, 0
  br i1 %is, label %never, label %out
never:
  unreachable
out:
  ret void
}
