# VF0005
# Where the arena lies.
process:
    rdgsbase rax
    ret
