# VF0005
# The flags, AC among them.
process:
    pushfq
    pop rax
    ret
