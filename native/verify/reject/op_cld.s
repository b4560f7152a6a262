# VF0005
# The same; a compiler doesn't write it.
process:
    cld
    ret
