# VF0005
# A comparison.
process:
    repe cmpsb
    ret
