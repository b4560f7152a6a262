# VF0005
# Not through caches.
process:
    mov edi, edi
    movnti gs:[rdi], rax
    ret
