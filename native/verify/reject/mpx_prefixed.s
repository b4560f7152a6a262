# VF0006
# A prefix that one processor ignores and another may not.
# mpx
process:
    .byte 0x67, 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi]
    ret
