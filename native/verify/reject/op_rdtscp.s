# VF0005
# The same, and the processor.
process:
    rdtscp
    ret
