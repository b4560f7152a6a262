# VF0009
# cmpxchg writes its first operand, or rax.
process:
    mov ecx, 8
    cmpxchg rcx, rdi
    mov eax, gs:[rcx]
    ret
