# VF0005
# Counters.
process:
    rdpmc
    ret
