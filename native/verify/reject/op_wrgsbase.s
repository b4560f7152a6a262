# VF0005
# The arena, moved.
process:
    wrgsbase rdi
    ret
