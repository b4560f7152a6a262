# VF0006
# movq between MMX and memory.
process:
    movq mm0, gs:[0]
    ret
