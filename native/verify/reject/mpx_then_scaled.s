# VF0009
# The index is checked, and eight times as much is used.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi * 8]
    ret
