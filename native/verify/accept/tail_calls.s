# A jump to another function, with and without a condition; recursion.
process:
    test edi, edi
    je one
    jmp two
one:
    ret
    .p2align 4
two:
    push rbx
    mov ebx, edi
    call one
    call two
    pop rbx
    jmp one
