# VF0009
# Checked, and then as far away as no guard reaches.
# mpx
process:
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi + 0x10000000]
    ret
