# VF0005
# A port.
process:
    out dx, al
    ret
