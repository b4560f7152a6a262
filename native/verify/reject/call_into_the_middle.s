# VF0015
# A call too.
process:
    push rbx
    call one + 2
    pop rbx
one:
    mov rax, 0x11c3
    ret
