# VF0009
# What was checked is doubled.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    add rdi, rdi
    mov eax, [r13 + rdi]
    ret
