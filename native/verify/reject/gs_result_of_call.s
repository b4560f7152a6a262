# VF0009
# What a callee returns is any number.
process:
    push rbx
    call one
    mov eax, gs:[rax]
    pop rbx
    ret
one:
    mov rax, -1
    ret
