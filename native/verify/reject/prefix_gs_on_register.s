# VF0007
# gs without memory.
process:
    .byte 0x65, 0x89, 0xf8
    ret
