; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; What the vectoriser makes of a conditional loop, and prefetches.

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: call <8 x i32> @llvm.masked.load.v8i32.p256(ptr addrspace(256)
; CHECK: call void @llvm.masked.store.v8i32.p256(<8 x i32> %y, ptr addrspace(256)
; CHECK: call void @llvm.prefetch.p256(ptr addrspace(256)
define void @expire(ptr %p, i64 %i) {
  %lanes = trunc i64 %i to i8
  %mask = bitcast i8 %lanes to <8 x i1>
  %x = call <8 x i32> @llvm.masked.load.v8i32.p0(ptr %p, i32 4, <8 x i1> %mask, <8 x i32> zeroinitializer)
  %y = add <8 x i32> %x, %x
  call void @llvm.masked.store.v8i32.p0(<8 x i32> %y, ptr %p, i32 4, <8 x i1> %mask)
  call void @llvm.prefetch.p0(ptr %p, i32 0, i32 3, i32 1)
  ret void
}
declare <8 x i32> @llvm.masked.load.v8i32.p0(ptr, i32, <8 x i1>, <8 x i32>)
declare void @llvm.masked.store.v8i32.p0(<8 x i32>, ptr, i32, <8 x i1>)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
