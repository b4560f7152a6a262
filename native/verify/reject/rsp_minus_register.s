# VF0013
# A frame of variable size.
process:
    sub rsp, rdi
    ret
