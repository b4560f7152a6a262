# VF0011
# The stack argument of whom an entry jumps to.
process:
    jmp two
    int3
one:
    sub rsp, 24
    call two
    add rsp, 24
    ret
two:
    mov rax, [rsp + 8]
    ret
