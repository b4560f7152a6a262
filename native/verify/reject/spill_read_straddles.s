# VF0009
# Half of one spill and half of another.
process:
    mov edi, edi
    push rdi
    push rdi
    mov rax, [rsp + 4]
    add rsp, 16
    mov eax, gs:[rax]
    ret
