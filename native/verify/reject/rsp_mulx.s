# VF0013
# The second result of mulx.
process:
    mulx rax, rsp, rdi
    ret
