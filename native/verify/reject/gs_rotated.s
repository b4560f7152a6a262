# VF0009
# ror moves low bits up.
process:
    mov eax, edi
    ror rax, 8
    mov eax, gs:[rax]
    ret
