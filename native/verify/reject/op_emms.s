# VF0005
# MMX shares it.
process:
    emms
    ret
