# VF0012
# An addition to one is a store too.
process:
    add dword ptr [rip + one], 1
    ret
    constants
one:
    .quad 4
