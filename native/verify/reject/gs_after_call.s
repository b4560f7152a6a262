# VF0009
# A callee may change rdi.
process:
    push rbx
    mov edi, edi
    call one
    mov eax, gs:[rdi]
    pop rbx
    ret
one:
    mov rdi, -1
    ret
