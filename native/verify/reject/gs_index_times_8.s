# VF0009
# A 32-bit index times 8 reaches 32 GiB.
process:
    mov edi, edi
    mov rax, gs:[rdi * 8]
    ret
