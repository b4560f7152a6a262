# VF0005
# A load at rsi.
process:
    lodsb
    ret
