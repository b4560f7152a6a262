# A function that nobody calls, but that keeps the rules.
process:
    ret
    .p2align 4
    push rbx
    mov ebx, edi
    mov eax, gs:[rbx]
    pop rbx
    ret
    .p2align 4
    ret
