# VF0005
# bndmov: bounds from memory.
# mpx
process:
    .byte 0x66, 0x0f, 0x1a, 0xc1
    ret
