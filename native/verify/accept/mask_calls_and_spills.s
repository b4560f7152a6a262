# Every function has it where it begins, where it calls and where it returns; in between the register is like any other.
# mask
process:
    push r13
    push rbx
    sub rsp, 24
    mov [rsp + 8], r13
    mov rbx, r13
    xor r13d, r13d
    mov eax, edi
    mov dword ptr [rbx + rax], 1
    mov r13, [rsp + 8]
    call helper
    mov eax, eax
    mov [r13 + rax], edx
    add rsp, 24
    pop rbx
    pop r13
    jmp helper
helper:
    mov eax, [r13 + 0x10000000]
    ret
