# VF0005
# The kernel.
process:
    syscall
    ret
