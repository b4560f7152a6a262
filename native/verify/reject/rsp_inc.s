# VF0013
# inc rsp: not a form that a compiler writes.
process:
    inc rsp
    dec rsp
    ret
