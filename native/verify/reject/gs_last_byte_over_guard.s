# VF0009
# The eighth byte lies behind the last guard.
process:
    mov edi, edi
    mov rax, gs:[rdi + 0xffffffa]
    ret
