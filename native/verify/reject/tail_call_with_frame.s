# VF0016
# The callee would return to a spill.
process:
    push rdi
    jmp one
two:
    push rbx
    call one
    pop rbx
    ret
one:
    ret
