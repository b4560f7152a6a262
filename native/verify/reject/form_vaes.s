# VF0006
# 256 bits of AES are another feature.
process:
    vaesenc ymm0, ymm1, ymm2
    ret
