# A root that was spilled gets the arena's address where it lies, and a spilled address moves.
# mask
process:
    push r13
    sub rsp, 16
    mov eax, edi
    mov [rsp], rax
    add [rsp], r13
    mov rcx, [rsp]
    mov dword ptr [rcx], 1
    mov [rsp + 8], r13
    add qword ptr [rsp + 8], 64
    sub qword ptr [rsp + 8], 32
    mov eax, esi
    mov rcx, [rsp + 8]
    mov edx, [rcx + rax]
    add rsp, 16
    pop r13
    ret
