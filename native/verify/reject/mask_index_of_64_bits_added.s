# VF0008
# The same, added before.
# mask
process:
    lea rdx, [r13 + rdi]
    mov [rdx], eax
    ret
