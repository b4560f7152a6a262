# VF0009
# The vector lies over the spill.
process:
    sub rsp, 40
    mov edi, edi
    mov [rsp + 16], rdi
    vmovdqu [rsp], ymm0
    mov rax, [rsp + 16]
    mov eax, gs:[rax]
    add rsp, 40
    ret
