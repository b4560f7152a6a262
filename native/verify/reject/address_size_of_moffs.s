# VF0006
# An absolute 64-bit address in the instruction.
process:
    .byte 0x48, 0xa1, 0, 0, 0, 0, 0, 0, 0, 0
    ret
