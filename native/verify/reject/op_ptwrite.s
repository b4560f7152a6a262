# VF0005
# A trace.
process:
    ptwrite rax
    ret
