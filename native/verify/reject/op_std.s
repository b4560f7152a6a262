# VF0005
# The direction of the host's copies.
process:
    std
    ret
