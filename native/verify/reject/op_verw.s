# VF0005
# A selector.
process:
    verw ax
    ret
