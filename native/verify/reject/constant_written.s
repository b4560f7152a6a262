# VF0012
# Constants are read.
process:
    mov [rip + one], rax
    ret
    constants
one:
    .quad 4
