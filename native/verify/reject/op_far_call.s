# VF0017
# Through a far pointer.
process:
    .byte 0x48, 0xff, 0x1f
    ret
