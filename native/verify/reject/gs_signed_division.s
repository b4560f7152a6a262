# VF0009
# A quotient of signed numbers can be negative, which is large.
process:
    mov eax, edi
    cdq
    mov ecx, 1000
    idiv ecx
    mov eax, gs:[rax * 2]
    ret
