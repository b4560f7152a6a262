# VF0005
# AC faults on the host's own accesses.
process:
    push rdi
    popfq
    ret
