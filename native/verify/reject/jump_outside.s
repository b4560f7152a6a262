# VF0015
# Into the host.
process:
    jmp process + 0x10000
