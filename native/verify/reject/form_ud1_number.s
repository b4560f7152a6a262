# VF0007
# The number of another trap, with a register.
process:
    .byte 0x67, 0x48, 0x0f, 0xb9, 0x78, 2
