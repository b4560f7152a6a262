# VF0009
# The low byte is the high one.
process:
    mov eax, 8
    bswap rax
    mov eax, gs:[rax]
    ret
