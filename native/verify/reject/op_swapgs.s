# VF0005
# Only the kernel may.
process:
    swapgs
    ret
