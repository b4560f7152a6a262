# VF0019
# Its caller would go on with another address.
# mask
process:
    add r13, 8
    ret
