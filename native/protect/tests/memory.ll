; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Short copies and fills stay in place, moves are read whole before they are written, and what may be long is the module's own.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: call void @llvm.memcpy.inline.p256.p256.i64(ptr addrspace(256) {{%.*}}, ptr addrspace(256) {{%.*}}, i64 12, i1 false)
; CHECK: load i64, ptr addrspace(256) {{%.*}}, align 1
; CHECK: load i32, ptr addrspace(256) {{%.*}}, align 1
; CHECK: store i64
; CHECK: store i32
; CHECK: call void @llvm.memset.inline.p256.i64(ptr addrspace(256) {{%.*}}, i8 3, i64 200, i1 false)
; CHECK: call ptr @m.memcpy(ptr %p, ptr %q, i64 %i)
; CHECK: call ptr @m.memset(ptr %p, i32 0, i64 5000)
; CHECK-NOT: llvm.memcpy.p0
; A copy through a variable needs no memory for it.
; CHECK-LABEL: define hidden ptr @m.init(
; CHECK-NOT: alloca
; CHECK: [[HIGH:%.*]] = load i16, ptr addrspace(256)
; CHECK: store i16 [[HIGH]], ptr addrspace(256)
define void @expire(ptr %p, i64 %i) {
  %q = load ptr, ptr %p
  call void @llvm.memcpy.p0.p0.i64(ptr %q, ptr %p, i64 12, i1 false)
  call void @llvm.memmove.p0.p0.i64(ptr %q, ptr %p, i64 12, i1 false)
  call void @llvm.memset.p0.i64(ptr %q, i8 3, i64 200, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr %p, ptr %q, i64 %i, i1 false)
  call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 5000, i1 false)
  ret void
}
define ptr @init(ptr %p, ptr %q) {
  %kept = alloca [6 x i8]
  call void @llvm.memcpy.p0.p0.i64(ptr %kept, ptr %p, i64 6, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr %q, ptr %kept, i64 6, i1 false)
  ret ptr %p
}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
define ptr @memcpy(ptr %to, ptr %from, i64 %n) {
  ret ptr %to
}
define ptr @memset(ptr %to, i32 %byte, i64 %n) {
  ret ptr %to
}
