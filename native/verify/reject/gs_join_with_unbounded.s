# VF0009
# Bounded on one path only.
process:
    test esi, esi
    je one
    mov edi, edi
one:
    mov eax, gs:[rdi]
    ret
