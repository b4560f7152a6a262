# VF0013
# rsp moved by the arena's address.
# mask
process:
    sub rsp, r13
    ret
