# VF0009
# Each turn is bounded, their sum is not.
process:
    xor eax, eax
one:
    add rax, 4096
    cmp rax, 8192
    jne one
    mov eax, gs:[rax]
    ret
