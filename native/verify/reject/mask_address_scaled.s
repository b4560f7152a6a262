# VF0008
# Twice the arena's address is none of it.
# mask
process:
    xor eax, eax
    mov [rax + r13 * 2], eax
    ret
