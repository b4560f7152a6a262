# VF0026
# A word of the host's that holds an address of the module: something calls it, or is made to.
process:
    ret
other:
    ret
    .section .data.rel.ro, "aw"
    .balign 8
    .quad other
