# VF0005
# A neighbour's time.
process:
    mov edi, edi
    clflush gs:[rdi]
    ret
