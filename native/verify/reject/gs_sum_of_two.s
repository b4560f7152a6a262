# VF0009
# Two 32-bit offsets reach twice the arena.
process:
    mov edi, edi
    mov esi, esi
    mov eax, gs:[rdi + rsi]
    ret
