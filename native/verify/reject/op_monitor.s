# VF0005
# A wait.
process:
    monitor
    ret
