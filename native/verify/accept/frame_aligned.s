# A frame aligned for vectors, as clang makes it.
process:
    push rbp
    mov rbp, rsp
    push r14
    push rbx
    and rsp, -32
    sub rsp, 96
    mov ebx, edi
    vmovaps [rsp + 32], ymm0
    mov [rsp + 24], rbx
    call one
    mov rcx, [rsp + 24]
    vmovaps ymm0, [rsp + 32]
    vmovdqu gs:[rcx], ymm0
    lea rsp, [rbp - 16]
    pop rbx
    pop r14
    pop rbp
    vzeroupper
    ret
one:
    ret
