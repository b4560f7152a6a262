# VF0009
# A store at a variable place of the frame may hit the spill.
process:
    sub rsp, 72
    mov edi, edi
    mov [rsp + 32], rdi
    and esi, 7
    mov [rsp + rsi * 8], rdx
    mov rax, [rsp + 32]
    add rsp, 72
    mov eax, gs:[rax]
    ret
