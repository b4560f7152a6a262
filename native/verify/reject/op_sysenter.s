# VF0005
# The kernel, the old way.
process:
    sysenter
    ret
