# VF0009
# blsmsk of zero is all ones.
process:
    mov eax, edi
    blsmsk rax, rax
    mov eax, gs:[rax]
    ret
