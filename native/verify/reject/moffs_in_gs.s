# VF0006
# The same relative to gs.
process:
    .byte 0x65, 0x48, 0xa1, 0, 0, 0, 0, 1, 0, 0, 0
    ret
