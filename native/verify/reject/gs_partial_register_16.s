# VF0009
# A write of 16 bits leaves the 48 above.
process:
    mov di, 5
    mov eax, gs:[rdi]
    ret
