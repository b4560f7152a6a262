# VF0005
# Not of x86-64-v3.
process:
    gf2p8mulb xmm0, xmm1
    ret
