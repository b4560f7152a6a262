# VF0009
# A quotient of more than 64 bits traps, and leaves until then who knows what.
process:
    mov rax, rdi
    mov edx, 1
    mov ecx, 1
    div rcx
    mov eax, gs:[rdx]
    ret
