# VF0015
# With a condition.
process:
    je process + 0x10000
    ret
