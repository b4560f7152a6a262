# VF0009
# A prefetch brings lines of the host, which a neighbour can time.
process:
    prefetcht0 gs:[rdi]
    ret
