# VF0004
# Bytes that are none.
process:
    .byte 0x06
    ret
