# VF0009
# It is checked behind the access.
# mpx
process:
    mov eax, [r13 + rdi]
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    ret
