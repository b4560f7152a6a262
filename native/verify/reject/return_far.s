# VF0005
# A far return loads cs.
process:
    .byte 0xcb
