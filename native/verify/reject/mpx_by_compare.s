# VF0005
# Nor does code by compare have bounds.
# compare
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi]
    ret
