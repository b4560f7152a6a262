# VF0008
# What lies in the arena is any number, also where the address was stored.
# mask
process:
    mov [r13 + 64], r13
    mov rdx, [r13 + 64]
    mov [rdx], eax
    ret
