# VF0026
# The loader calls it to know the address of a function.
process:
    ret
    .type other, @gnu_indirect_function
other:
    ret
    .section .data.rel.ro, "aw"
    .balign 8
    .quad other
