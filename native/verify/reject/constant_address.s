# VF0012
# lea of an address beside the code.
process:
    lea rax, [rip + one]
    ret
    constants
one:
    .quad 4
