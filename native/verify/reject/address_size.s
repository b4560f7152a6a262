# VF0007
# 67h cuts the address to 32 bits; not modelled.
process:
    .byte 0x65, 0x67, 0x8b, 0x07
    ret
