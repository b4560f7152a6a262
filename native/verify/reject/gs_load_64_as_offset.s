# VF0009
# What the arena holds is no bound.
process:
    mov rax, gs:[0x60200000]
    mov eax, gs:[rax]
    ret
