# VF0009
# A wider access with an offset that a narrower one may have.
process:
    mov edi, edi
    vmovdqu ymm0, gs:[rdi + 0xffffff0]
    ret
