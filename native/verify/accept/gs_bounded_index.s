# An offset, and an index that a mask bounds.
process:
    mov edi, edi
    and esi, 63
    movzx eax, byte ptr gs:[rdi + rsi + 792]
    mov rax, gs:[rdi + rsi * 8 + 24]
    ret
