# VF0007
# A prefix that means nothing.
process:
    .byte 0xf3
    ret
