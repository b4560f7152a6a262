# VF0016
# The callee gives back what it got.
process:
    mov rbx, rdi
    jmp one
two:
    push rbx
    call one
    pop rbx
    ret
one:
    ret
