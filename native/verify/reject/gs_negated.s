# VF0009
# Minus an offset of 4 GiB.
process:
    mov eax, edi
    neg rax
    mov eax, gs:[rax]
    ret
