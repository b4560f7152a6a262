# VF0009
# A masked store counts with its whole width.
process:
    vpmaskmovd gs:[rdi], ymm0, ymm1
    ret
