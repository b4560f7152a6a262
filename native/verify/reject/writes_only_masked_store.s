# VF0008
# So does a store under a mask.
# writes only
process:
    vmaskmovps [rdi], ymm0, ymm1
    ret
