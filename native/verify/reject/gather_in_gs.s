# VF0005
# Relative to gs too: eight unbounded indices.
process:
    mov edi, edi
    vpgatherdd ymm0, gs:[rdi + ymm1 * 8], ymm2
    ret
