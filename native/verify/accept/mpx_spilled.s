# An address that was checked comes back from the frame.
# mpx
process:
    sub rsp, 8
    .byte 0xf2, 0x0f, 0x1a, 0xc7
    mov [rsp], rdi
    xor edi, edi
    mov rax, [rsp]
    mov ecx, [r13 + rax]
    add rsp, 8
    ret
