# VF0008
# On one way it is a number.
# mask
process:
    mov rdx, r13
    test edi, edi
    je one
    mov edx, esi
one:
    mov [rdx], eax
    ret
