# What can't happen, and division by zero.
process:
    test edi, edi
    je one
    xor eax, eax
    cdq
    idiv edi
    ret
one:
    ud2
