# VF0005
# A port.
process:
    in al, dx
    ret
