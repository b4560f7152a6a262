# VF0006
# With lock.
process:
    mov edi, edi
    lock btr gs:[rdi], esi
    ret
