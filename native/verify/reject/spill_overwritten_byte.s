# VF0009
# One byte of a spilled bound is changed.
process:
    mov edi, edi
    push rdi
    mov byte ptr [rsp + 5], 1
    pop rax
    mov eax, gs:[rax]
    ret
