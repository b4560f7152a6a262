# VF0009
# A displacement over what is left of the guard behind.
# mask
process:
    mov eax, edi
    lea rdx, [r13 + rax + 0x8000000]
    mov [rdx + 0x8000001], al
    ret
