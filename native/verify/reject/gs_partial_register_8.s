# VF0009
# A write of 8 bits leaves the 56 above.
process:
    mov dil, 5
    mov eax, gs:[rdi]
    ret
