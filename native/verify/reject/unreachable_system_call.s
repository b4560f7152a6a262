# VF0005
# Nor this.
process:
    ret
    syscall
    ret
