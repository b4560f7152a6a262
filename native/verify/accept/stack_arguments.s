# A callee's seventh argument, read and written.
process:
    sub rsp, 24
    mov edi, edi
    mov [rsp + 16], rdi
    mov qword ptr [rsp], 5
    call one
    mov rax, [rsp + 16]
    mov eax, gs:[rax]
    add rsp, 24
    ret
one:
    mov rax, [rsp + 8]
    mov [rsp + 8], rax
    jmp two
two:
    add rax, [rsp + 8]
    ret
