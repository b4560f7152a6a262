# VF0013
# xor rsp, rsp.
process:
    xor rsp, rsp
    ret
