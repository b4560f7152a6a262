# VF0005
# Nor this.
process:
one:
    jrcxz one
    ret
