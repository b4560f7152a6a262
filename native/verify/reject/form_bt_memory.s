# VF0006
# Reading it too.
process:
    mov edi, edi
    bt gs:[rdi], rsi
    ret
