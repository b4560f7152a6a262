# VF0009
# So does bsr, the upper half too on some processors.
process:
    bsr edi, esi
    mov eax, gs:[rdi]
    ret
