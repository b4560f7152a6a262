# As code generation passes spilled arguments on the stack.
process:
    push rbx
    sub rsp, 24
    mov ebx, edi
    mov [rsp + 8], rbx
    push qword ptr gs:[rbx + 8]
    push qword ptr [rsp + 16]
    call one
    pop rcx
    pop rax
    mov rcx, [rsp + 8]
    mov eax, gs:[rcx]
    add rsp, 24
    pop rbx
    ret
one:
    mov rax, [rsp + 8]
    add rax, [rsp + 16]
    ret
