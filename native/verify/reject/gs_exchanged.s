# VF0009
# xchg moves an unbounded number in.
process:
    mov eax, 8
    xchg rax, rdi
    mov eax, gs:[rax]
    ret
