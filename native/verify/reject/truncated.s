# VF0004
# The last instruction has no end.
process:
    ret
    .byte 0x48, 0xb8, 1, 2
