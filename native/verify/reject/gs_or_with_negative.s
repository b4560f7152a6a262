# VF0009
# or with a number that may be negative.
process:
    mov eax, 8
    or rax, rdi
    mov eax, gs:[rax]
    ret
