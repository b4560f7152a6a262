# VF0016
# The same by a jump.
# mask
process:
    add r13, 8
    jmp helper
    .p2align 4
helper:
    mov [r13], eax
    ret
second:
    call helper
    ret
