# VF0005
# Rounding, and exceptions unmasked.
process:
    ldmxcsr gs:[0]
    ret
