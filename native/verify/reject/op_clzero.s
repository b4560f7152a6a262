# VF0005
# AMD: a line at rax.
process:
    clzero
    ret
