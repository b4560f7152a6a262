# VF0006
# The same of cmpsd.
process:
    .byte 0xa7
    ret
