# VF0005
# enter copies frame pointers.
process:
    enter 16, 0
    leave
    ret
