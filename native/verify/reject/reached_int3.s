# VF0006
# int3 fills; a module that stops in a debugger doesn't go on.
process:
    int3
    ret
