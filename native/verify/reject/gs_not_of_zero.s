# VF0009
# All ones are bits 0 to 63.
process:
    xor eax, eax
    not rax
    mov eax, gs:[rax + rax]
    mov eax, gs:[rax * 8 - 0x10000000]
    ret
