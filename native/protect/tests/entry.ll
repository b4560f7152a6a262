; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; process always gets BURST_OFFSET; arrays at one distance from each other share a root.

; CHECK-LABEL: define hidden void @m.process(
; CHECK: load i32, ptr addrspace(256) inttoptr (i64 1612709904 to ptr addrspace(256))
; CHECK: [[LOW:%.*]] = add i32 1612709912,
; CHECK: [[WIDE:%.*]] = zext i32 [[LOW]] to i64
; CHECK: [[ROOT:%.*]] = inttoptr i64 [[WIDE]] to ptr addrspace(256)
; CHECK: store i64 1, ptr addrspace(256) [[ROOT]]
; CHECK: getelementptr i8, ptr addrspace(256) [[ROOT]], i64 512
define void @process(ptr %burst) {
  %count = getelementptr i8, ptr %burst, i64 16
  %n = load i32, ptr %count
  %i = zext i32 %n to i64
  %packets = getelementptr i8, ptr %burst, i64 24
  %a = getelementptr i64, ptr %packets, i64 %i
  store i64 1, ptr %a
  %beyond = getelementptr i8, ptr %burst, i64 536
  %b = getelementptr i64, ptr %beyond, i64 %i
  store i64 2, ptr %b
  ret void
}
