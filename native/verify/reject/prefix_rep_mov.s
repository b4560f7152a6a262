# VF0007
# rep before mov.
process:
    .byte 0xf3, 0x89, 0xf8
    ret
