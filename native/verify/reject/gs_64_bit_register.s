# VF0009
# A register as the caller left it reaches all 2^64 bytes around the arena.
process:
    mov eax, gs:[rdi]
    ret
