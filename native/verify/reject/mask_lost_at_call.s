# VF0028
# The callee counts on it.
# mask
process:
    push r13
    add r13, 8
    call helper
    pop r13
    ret
helper:
    mov [r13], eax
    ret
