# VF0009
# On one way there is no check.
# mpx
process:
    test esi, esi
    je unchecked
    .byte 0xf2, 0x0f, 0x1a, 0xc7
unchecked:
    mov eax, [r13 + rdi]
    ret
