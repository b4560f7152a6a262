# VF0007
# 67h without memory.
process:
    .byte 0x67, 0x89, 0xf8
    ret
