# VF0013
# xadd rsp.
process:
    xadd rsp, rdi
    ret
