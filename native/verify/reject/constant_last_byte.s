# VF0012
# Eight bytes where four are left.
process:
    mov rax, [rip + one]
    ret
    constants
    .long 1, 2, 3
one:
    .long 4
