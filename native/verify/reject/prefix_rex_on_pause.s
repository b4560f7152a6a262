# VF0007
# On paper a pause; the processor exchanges r8 and rax, which holds any 64 bits.
process:
    mov rax, gs:[0x60200000]
    xor r8d, r8d
    .byte 0xf3, 0x49, 0x90
    mov gs:[r8], rdx
    ret
