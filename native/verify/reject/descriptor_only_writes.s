# VF0027
# The host would take reads to be confined elsewhere.
# only_writes: 1
process:
    ret
