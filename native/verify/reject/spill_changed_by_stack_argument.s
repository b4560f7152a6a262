# VF0009
# The callee writes its stack argument.
process:
    mov edi, edi
    push rdi
    call one
    pop rax
    mov eax, gs:[rax]
    ret
one:
    mov qword ptr [rsp + 8], -1
    ret
