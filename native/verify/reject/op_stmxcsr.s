# VF0005
# Not needed.
process:
    stmxcsr gs:[0]
    ret
