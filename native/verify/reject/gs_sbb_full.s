# VF0009
# sbb of different registers is a difference.
process:
    mov eax, 8
    sbb rax, rdi
    mov eax, gs:[rax]
    ret
