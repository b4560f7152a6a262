# VF0006
# A register that only EVEX has.
process:
    vpaddd xmm16, xmm1, xmm2
    ret
