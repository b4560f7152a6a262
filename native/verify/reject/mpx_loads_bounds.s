# VF0005
# bndldx: bounds from a table of the process.
# mpx
process:
    .byte 0x0f, 0x1a, 0x04, 0x07
    ret
