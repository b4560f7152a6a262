# VF0013
# A conditional pivot.
process:
    cmove rsp, rdi
    ret
