# VF0009
# A count of zero shifts nothing out.
process:
    mov ecx, esi
    shr rdi, cl
    mov eax, gs:[rdi]
    ret
