# VF0026
# The host would read what isn't meant for it.
process:
    ret
constants
one:
    .quad 1
    .section .data.rel.ro, "aw"
    .balign 8
    .quad one
