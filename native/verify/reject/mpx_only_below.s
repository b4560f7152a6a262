# VF0009
# The lower bound alone: all beyond the arena passes.
# mpx
process:
    .byte 0xf3, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi]
    ret
