# VF0026
# The loader would call it, where nothing confines it.
process:
    ret
    .section .init_array, "aw"
    .quad process
