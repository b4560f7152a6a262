# VF0004
# lock needs memory.
process:
    .byte 0xf0, 0x01, 0xf8
    ret
