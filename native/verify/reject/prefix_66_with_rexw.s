# VF0007
# REX.W wins over 66h.
process:
    .byte 0x66, 0x48, 0x89, 0xf8
    ret
