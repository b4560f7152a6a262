# VF0027
# The host would call it without the gate.
# protection: 0
process:
    ret
