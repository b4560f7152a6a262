# VF0009
# A vector register is any number.
process:
    vmovq rax, xmm0
    mov eax, gs:[rax]
    ret
