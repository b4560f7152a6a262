# What the pass makes: both bounds, then the address, in any register, with what lies near it.
# mpx
process:
    .byte 0xf3, 0x0f, 0x1a, 0xc7
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov eax, [r13 + rdi]
    mov rcx, [r13 + rdi + 8]
    .byte 0xf3, 0x41, 0x0f, 0x1a, 0xc1
    .byte 0xf2, 0x41, 0x0f, 0x1a, 0xc1
    mov [r13 + r9 - 8], rcx
    .byte 0xf2, 0x0f, 0x1a, 0xc0
    and ecx, 7
    lea rdx, [r13 + rax]
    mov byte ptr [rdx + rcx], 1
    ret
