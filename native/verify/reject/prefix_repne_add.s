# VF0007
# repne before add.
process:
    .byte 0xf2, 0x01, 0xf8
    ret
