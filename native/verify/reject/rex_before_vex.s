# VF0004
# A processor refuses it.
process:
    .byte 0x48, 0xc5, 0xf8, 0x77
    ret
