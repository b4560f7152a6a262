# VF0027
# The loader doesn't move it with the executable.
# entries: process 4096
process:
    ret
