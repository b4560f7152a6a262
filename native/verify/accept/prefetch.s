# Within the arena.
process:
    mov edi, edi
    prefetcht0 gs:[rdi]
    prefetchnta gs:[rdi + 64]
    ret
