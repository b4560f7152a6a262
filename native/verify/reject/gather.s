# VF0005
# One access at eight addresses.
process:
    vpgatherdd ymm0, [rdi + ymm1 * 4], ymm2
    ret
