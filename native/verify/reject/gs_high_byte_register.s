# VF0009
# dh is bits 8 to 15 of rdx, and clears nothing.
process:
    mov dh, 0
    mov eax, gs:[rdx]
    ret
