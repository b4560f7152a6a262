# VF0006
# rsp moves by two.
process:
    push di
    pop di
    ret
