# VF0006
# The address of an operand is checked: what it is made of may wrap.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0x07
    mov eax, [r13 + rdi]
    ret
