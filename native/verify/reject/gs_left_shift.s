# VF0009
# A 32-bit number shifted in 64 bits.
process:
    mov eax, edi
    shl rax, 4
    mov eax, gs:[rax]
    ret
