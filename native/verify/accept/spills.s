# Callee-saved registers, bounds spilled and read again.
process:
    push rbp
    push r15
    push rbx
    sub rsp, 40
    mov ebx, edi
    mov [rsp + 8], rbx
    mov [rsp + 16], esi
    call one
    mov rcx, [rsp + 8]
    mov eax, gs:[rcx]
    mov ecx, [rsp + 16]
    mov eax, gs:[rcx]
    mov eax, gs:[rbx]
    movzx ecx, byte ptr [rsp + 8]
    mov eax, gs:[rcx]
    add rsp, 40
    pop rbx
    pop r15
    pop rbp
    ret
one:
    push rbx
    mov rbx, -1
    pop rbx
    ret
