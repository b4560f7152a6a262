# VF0005
# Interrupts.
process:
    cli
    ret
