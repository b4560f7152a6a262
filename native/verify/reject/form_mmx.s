# VF0006
# An MMX register.
process:
    movd mm0, edi
    ret
