# VF0007
# 66h before a byte operation means nothing.
process:
    .byte 0x66, 0x88, 0xc8
    ret
