# VF0009
# The sum and the old number are exchanged: neither is bounded.
process:
    mov eax, 8
    xadd rax, rdi
    mov eax, gs:[rax]
    ret
