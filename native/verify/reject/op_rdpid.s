# VF0005
# Which processor.
process:
    rdpid rax
    ret
