# VF0005
# Flags to ah.
process:
    lahf
    ret
