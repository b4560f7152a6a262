# VF0005
# A descriptor.
process:
    lar eax, ax
    ret
