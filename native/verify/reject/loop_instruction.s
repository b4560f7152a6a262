# VF0005
# Compilers don't write it.
process:
one:
    loop one
    ret
