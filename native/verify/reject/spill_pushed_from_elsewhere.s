# VF0009
# push of memory pushes what lies there, and 8 bytes further is something else.
process:
    sub rsp, 16
    mov edi, edi
    mov [rsp], rdi
    push qword ptr [rsp + 8]
    pop rax
    add rsp, 16
    mov eax, gs:[rax]
    ret
