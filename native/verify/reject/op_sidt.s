# VF0005
# Where the kernel's table lies.
process:
    sidt gs:[0]
    ret
