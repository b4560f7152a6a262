# VF0009
# A conditional move may not happen.
process:
    mov eax, 8
    test esi, esi
    cmove rax, rdi
    mov eax, gs:[rax]
    ret
