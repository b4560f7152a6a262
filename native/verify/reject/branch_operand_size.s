# VF0007
# 66h before a jump: makers disagree on its length.
process:
    .byte 0x66, 0xe9, 0, 0, 0, 0
    ret
