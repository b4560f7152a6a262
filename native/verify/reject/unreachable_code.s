# VF0009
# Nobody calls it, and it is wrong.
process:
    ret
    mov eax, gs:[rdi]
    ret
