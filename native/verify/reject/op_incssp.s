# VF0005
# The shadow stack.
process:
    incsspq rax
    ret
