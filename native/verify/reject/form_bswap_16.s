# VF0006
# What it leaves, no manual says.
process:
    .byte 0x66, 0x0f, 0xc8
    ret
