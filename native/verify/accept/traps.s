# What can't happen, a trap with a number, and division by zero.
process:
    test edi, edi
    je one
    js two
    xor eax, eax
    cdq
    idiv edi
    ret
one:
    ud2
two:
    .byte 0x67, 0x0f, 0xb9, 0x40, 2
