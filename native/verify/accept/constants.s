# Constants of code generation, read beside the code.
process:
    vmovaps ymm0, [rip + one]
    vpshufb xmm1, xmm0, [rip + one + 16]
    mov rax, [rip + one + 24]
    vpbroadcastd ymm2, dword ptr [rip + one + 28]
    vzeroupper
    ret
    constants
    .p2align 5
one:
    .quad 1, 2, 3, 4
