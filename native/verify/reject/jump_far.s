# VF0017
# Through a far pointer.
process:
    .byte 0xff, 0x2f
