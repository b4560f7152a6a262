# A vector's element by a variable index, as code generation writes it.
process:
    sub rsp, 40
    vmovdqu [rsp], ymm0
    and edi, 7
    mov eax, [rsp + rdi * 4]
    add rsp, 40
    vzeroupper
    ret
