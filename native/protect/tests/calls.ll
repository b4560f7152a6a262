; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Functions whose address is taken have numbers from FUNCTION_FIRST, 256; a call through a pointer chooses among those of its type.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: switch i64 {{%.*}}, label %wild [
; CHECK-NEXT: i64 256, label %[[ONE:.*]]
; CHECK-NEXT: i64 257, label %[[TWO:.*]]
; CHECK-NEXT: ]
; CHECK-DAG: wild:{{.*}}
; CHECK-DAG: call void @llvm.ubsantrap(i8 2)
; CHECK-DAG: [[ONE]]:
; CHECK-DAG: call i32 @m.one(i32 4)
; CHECK-DAG: [[TWO]]:
; CHECK-DAG: call i32 @m.two(i32 4)
; CHECK-NOT: call {{.*}} %f
define void @expire(ptr %p, i64 %i) {
  store ptr @one, ptr %p
  %second = getelementptr ptr, ptr %p, i64 1
  store ptr @two, ptr %second
  %third = getelementptr ptr, ptr %p, i64 2
  store ptr @other, ptr %third
  %at = getelementptr ptr, ptr %p, i64 %i
  %f = load ptr, ptr %at
  %r = call i32 %f(i32 4)
  store i32 %r, ptr %p
  ret void
}
define i32 @one(i32 %x) {
  ret i32 %x
}
define i32 @two(i32 %x) {
  ret i32 7
}
define void @other() {
  ret void
}
