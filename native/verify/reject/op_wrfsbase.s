# VF0005
# The thread, moved.
process:
    wrfsbase rdi
    ret
