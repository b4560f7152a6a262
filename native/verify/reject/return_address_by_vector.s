# VF0011
# The last byte of the store is its first.
process:
    sub rsp, 24
    vmovdqu [rsp], ymm0
    add rsp, 24
    ret
