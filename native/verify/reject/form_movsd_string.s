# VF0006
# The string instruction that shares its name with a vector one.
process:
    .byte 0xa5
    ret
