# VF0006
# Two accesses in one.
process:
    push qword ptr gs:[0]
    pop rax
    ret
