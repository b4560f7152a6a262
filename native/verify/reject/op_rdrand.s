# VF0005
# Compilers don't write it.
process:
    rdrand rax
    ret
