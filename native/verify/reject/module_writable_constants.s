# VF0024
# Constants that could be written.
# constants: aw
process:
    mov rax, [rip + one]
    ret
constants
one:
    .quad 4
