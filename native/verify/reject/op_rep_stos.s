# VF0005
# Many.
process:
    rep stosb
    ret
