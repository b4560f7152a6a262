# VF0012
# A load beside the constants: the host.
process:
    mov rax, [rip + 0x100000]
    ret
