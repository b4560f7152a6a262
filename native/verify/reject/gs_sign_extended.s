# VF0009
# Sign-extension of an offset over 2 GiB lies 2 GiB before the arena.
process:
    mov eax, edi
    cdqe
    mov eax, gs:[rax]
    ret
