# VF0005
# For 32 bits.
process:
    endbr32
    ret
