# VF0005
# Where nobody has loaded bounds this is a nop.
# mask
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi]
    ret
