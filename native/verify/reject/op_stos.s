# VF0005
# A store at rdi.
process:
    stosq
    ret
