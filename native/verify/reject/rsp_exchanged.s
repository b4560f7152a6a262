# VF0013
# xchg rsp.
process:
    xchg rsp, rdi
    ret
