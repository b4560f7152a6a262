# VF0014
# Eight bytes more than the most.
process:
    sub rsp, 0x8008
    add rsp, 0x8008
    ret
