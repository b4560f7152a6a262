# VF0008
# Nor is the sum of two.
# mask
process:
    mov [r13 + r13], eax
    ret
