# VF0013
# lea with an index.
process:
    lea rsp, [rsp + rdi]
    ret
