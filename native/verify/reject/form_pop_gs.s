# VF0006
# gs from the stack.
process:
    push rdi
    pop gs
    ret
