# A call through a pointer: a chain of compares.
process:
    push rbx
    cmp edi, 0x100
    je one
    cmp edi, 0x101
    je two
    ud2
one:
    call three
    pop rbx
    ret
two:
    call four
    pop rbx
    ret
three:
    mov eax, 1
    ret
four:
    mov eax, 2
    ret
