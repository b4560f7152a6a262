# VF0009
# The offset can be any.
# mask
process:
    mov [r13 + rdi], eax
    ret
