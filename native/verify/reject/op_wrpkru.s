# VF0005
# Memory keys.
process:
    wrpkru
    ret
