# VF0009
# lock xadd is an access.
process:
    mov eax, 1
    lock xadd gs:[rdi], eax
    ret
