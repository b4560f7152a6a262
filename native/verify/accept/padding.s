# Every nop of an assembler, between and within functions.
process:
    .p2align 6
    mov eax, 1
    .p2align 5
one:
    dec eax
    jne one
    ret
    .p2align 6, 0xcc
    int3
    ud2
