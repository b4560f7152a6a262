# VF0008
# mask
# The same by add.
process:
    mov rdx, r13
    add rdx, r13
    mov [rdx], eax
    ret
