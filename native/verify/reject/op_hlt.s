# VF0005
# Stop.
process:
    hlt
    ret
