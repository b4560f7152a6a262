; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; Constants, first values, zeros: offsets from IMAGE_OFFSET, 0x2000000; the image holds what isn't zero.

; CHECK: @m.image = hidden constant <{ [4 x i16], [4088 x i8], ptr, i64 }> <{ [4 x i16] [i16 1, i16 2, i16 3, i16 4], [4088 x i8] zeroinitializer, ptr getelementptr (i8, ptr inttoptr (i64 33554432 to ptr), i64 2), i64 7 }>, section "fp_image_m", align 64
; CHECK-NOT: @table
@table = internal constant [4 x i16] [i16 1, i16 2, i16 3, i16 4]
@pointer = internal global ptr getelementptr (i8, ptr @table, i64 2)
@first = internal global i64 7
@zero = internal global [100 x i64] zeroinitializer

; CHECK-LABEL: define hidden void @m.expire(
; CHECK: load i16, ptr addrspace(256) inttoptr (i64 33554438 to ptr addrspace(256))
; CHECK: load ptr, ptr addrspace(256) inttoptr (i64 33558528 to ptr addrspace(256))
; CHECK: store i64 1, ptr addrspace(256) inttoptr (i64 33558544 to ptr addrspace(256))
define void @expire(ptr %p, i64 %i) {
  %x = load i16, ptr getelementptr ([4 x i16], ptr @table, i64 0, i64 3)
  %q = load ptr, ptr @pointer
  store i16 %x, ptr %q
  store i64 1, ptr @zero
  %old = load i64, ptr @first
  store i64 %old, ptr %p
  ret void
}
