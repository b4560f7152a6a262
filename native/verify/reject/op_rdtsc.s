# VF0005
# A clock to time neighbours with.
process:
    rdtsc
    ret
