# VF0009
# Another way leads to the comparison, where the register compared isn't the difference.
# compare
process:
    xor ecx, ecx
    test esi, esi
    je compare
    lea rcx, [rdi - 0x7fff8000]
compare:
    cmp rcx, 0x7fffffff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
