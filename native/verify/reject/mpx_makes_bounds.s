# VF0005
# bndmk: bounds of its own.
# mpx
process:
    .byte 0xf3, 0x0f, 0x1b, 0x07
    ret
