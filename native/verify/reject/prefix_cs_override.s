# VF0007
# Another segment.
process:
    .byte 0x2e, 0x89, 0xf8
    ret
