# VF0006
# A mask.
process:
    vpaddd xmm0{k1}, xmm1, xmm2
    ret
