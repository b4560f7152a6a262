# VF0006
# rsp moves before the address is made.
process:
    push rdi
    pop qword ptr gs:[0]
    ret
