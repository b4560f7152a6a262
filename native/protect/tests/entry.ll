; RUN: opt -load-pass-plugin=%plugin -passes=fp-confine -fp-module=m -S %s | FileCheck %s
; process always gets BURST_OFFSET; the burst's arrays share the 16 bits that an index of theirs has.

; CHECK-LABEL: define hidden void @m.process(
; CHECK: load i32, ptr addrspace(256) inttoptr (i64 1612709904 to ptr addrspace(256))
; CHECK: [[LOW:%.*]] = trunc i64 %i to i16
; CHECK: [[NARROW:%.*]] = sext i16 [[LOW]] to i64
; CHECK: [[EIGHT:%.*]] = mul i64 [[NARROW]], 8
; CHECK: [[A:%.*]] = getelementptr i8, ptr addrspace(256) inttoptr (i64 1612709912 to ptr addrspace(256)), i64 [[EIGHT]]
; CHECK: store i64 1, ptr addrspace(256) [[A]]
; CHECK: [[B:%.*]] = getelementptr i8, ptr addrspace(256) inttoptr (i64 1612710424 to ptr addrspace(256)), i64 [[NARROW]]
; CHECK: [[NEXT:%.*]] = getelementptr i8, ptr addrspace(256) [[B]], i64 3
; CHECK: store i8 2, ptr addrspace(256) [[NEXT]]
define void @process(ptr %burst) {
  %count = getelementptr i8, ptr %burst, i64 16
  %n = load i32, ptr %count
  %i = zext i32 %n to i64
  %packets = getelementptr i8, ptr %burst, i64 24
  %a = getelementptr i64, ptr %packets, i64 %i
  store i64 1, ptr %a
  %i3 = add i64 %i, 3
  %beyond = getelementptr i8, ptr %burst, i64 536
  %b = getelementptr i8, ptr %beyond, i64 %i3
  store i8 2, ptr %b
  call void @far(i64 %i)
  call void @biased(i64 %i)
  ret void
}

; What has larger steps than the burst has bytes is any address.
; CHECK-LABEL: define internal void @m.far(
; CHECK-NOT: sext i16
; CHECK: add i32 1612709888,
; CHECK-NOT: sext i16
define void @far(i64 %i) {
  %at = getelementptr [65536 x i8], ptr inttoptr (i64 1612709888 to ptr), i64 %i
  store i64 1, ptr %at
  ret void
}

; An address that another is made of may be far from the burst itself.
; CHECK-LABEL: define internal void @m.biased(
; CHECK-NOT: sext i16
; CHECK: ret void
define void @biased(i64 %i) {
  %far = getelementptr i8, ptr inttoptr (i64 1612710656 to ptr), i64 %i
  %at = getelementptr i8, ptr %far, i64 -70000
  store i8 1, ptr %at
  ret void
}
