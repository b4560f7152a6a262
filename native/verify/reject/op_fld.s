# VF0005
# x87 keeps state.
process:
    fld1
    fstp st(0)
    ret
