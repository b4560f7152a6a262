# VF0005
# A store to rdi that no operand names.
process:
    maskmovdqu xmm0, xmm1
    ret
