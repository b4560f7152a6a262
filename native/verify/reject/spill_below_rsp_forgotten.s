# VF0009
# What lay below rsp is anything again.
process:
    mov edi, edi
    push rdi
    add rsp, 8
    sub rsp, 8
    pop rax
    mov eax, gs:[rax]
    ret
