# VF0009
# The same by movsxd.
process:
    movsxd rax, edi
    mov eax, gs:[rax]
    ret
