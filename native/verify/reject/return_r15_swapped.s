# VF0019
# r15 of r14.
process:
    push r14
    push r15
    pop r14
    pop r15
    ret
