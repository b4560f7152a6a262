# VF0028
# Any number.
# mask
process:
    push r13
    mov r13, rdi
    call helper
    pop r13
    ret
helper:
    ret
