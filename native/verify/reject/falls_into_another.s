# VF0020
# Two functions without an end between.
process:
    test edi, edi
    je two
    mov eax, 1
one:
    mov eax, 2
    ret
two:
    push rbx
    call one
    pop rbx
    ret
