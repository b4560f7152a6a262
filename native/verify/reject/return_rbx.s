# VF0019
# The caller counts on rbx.
process:
    mov rbx, rdi
    ret
