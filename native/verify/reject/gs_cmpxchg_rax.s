# VF0009
# And rax it loads.
process:
    mov eax, 8
    cmpxchg rcx, rdi
    mov eax, gs:[rax]
    ret
