# VF0011
# pop moves rsp over it.
process:
    pop rax
    push rax
    ret
