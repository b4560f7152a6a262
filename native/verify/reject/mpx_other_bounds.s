# VF0006
# bnd1 holds whatever somebody left there.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0xcf
    mov eax, [r13 + rdi]
    ret
