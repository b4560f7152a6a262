# VF0013
# pop rsp.
process:
    push rdi
    pop rsp
    ret
