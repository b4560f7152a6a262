# VF0009
# Four bytes spilled, eight read.
process:
    sub rsp, 8
    mov [rsp], edi
    mov rax, [rsp]
    add rsp, 8
    mov eax, gs:[rax]
    ret
