# VF0007
# A hint.
process:
    .byte 0x3e, 0x74, 0
    ret
