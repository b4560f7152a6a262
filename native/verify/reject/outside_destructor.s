# VF0026
# The same at the end.
process:
    ret
    .section .fini_array, "aw"
    .quad process + 0
