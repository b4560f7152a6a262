# VF0007
# The second counts.
process:
    .byte 0x48, 0x40, 0x89, 0xf8
    ret
