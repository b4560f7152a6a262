# VF0009
# Sixteen bytes at an unbounded place.
process:
    push rbx
    lock cmpxchg16b gs:[rdi]
    pop rbx
    ret
