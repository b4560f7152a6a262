# VF0015
# A function of the host.
process:
    push rbx
    call process - 0x100
    pop rbx
    ret
