# VF0007
# A jump with the prefix that keeps bounds: the gate has them kept over all jumps.
# mpx
process:
    .byte 0xf2, 0xe9, 0, 0, 0, 0
    ret
