# VF0009
# The one that is checked isn't the one that is used.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rsi]
    ret
