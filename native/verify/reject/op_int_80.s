# VF0005
# The kernel, the oldest way.
process:
    int 0x80
    ret
