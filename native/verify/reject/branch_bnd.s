# VF0007
# bnd of MPX.
process:
    .byte 0xf2, 0xe9, 0, 0, 0, 0
    ret
