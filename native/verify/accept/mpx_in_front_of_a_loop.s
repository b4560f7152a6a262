# One check for all rounds; a call keeps it where the register is kept.
# mpx
process:
    push rbx
    mov rbx, rdi
    .byte 0xf2, 0x0f, 0x1a, 0xc3
    mov ecx, 16
again:
    add dword ptr [r13 + rbx], ecx
    dec ecx
    jne again
    call other
    mov eax, [r13 + rbx + 4]
    pop rbx
    ret
other:
    ret
