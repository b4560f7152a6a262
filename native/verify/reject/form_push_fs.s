# VF0006
# The same by the stack.
process:
    push fs
    pop rax
    ret
