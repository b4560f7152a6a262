# VF0005
# The state of vector registers.
process:
    xgetbv
    ret
