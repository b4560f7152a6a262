# VF0006
# EVEX, without its masks.
process:
    vpaddd zmm0, zmm1, zmm2
    ret
