# VF0009
# bzhi with an index of 64 or more changes nothing.
process:
    mov esi, esi
    bzhi rax, rdi, rsi
    mov eax, gs:[rax]
    ret
