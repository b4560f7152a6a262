# VF0005
# bndcn takes the upper bound for its complement.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1b, 0xc7
    mov eax, [r13 + rdi]
    ret
