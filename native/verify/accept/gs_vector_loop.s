# Vectors, unrolled.
process:
    mov edi, edi
    xor eax, eax
one:
    lea ecx, [rdi + rax]
    vmovdqu ymm0, gs:[rcx]
    vpaddd ymm0, ymm0, gs:[rcx + 32]
    vmovdqu gs:[rcx + 64], ymm0
    add rax, 96
    cmp rax, 960
    jb one
    vzeroupper
    ret
