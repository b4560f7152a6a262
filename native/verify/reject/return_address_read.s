# VF0011
# An address of the host.
process:
    mov rax, [rsp]
    ret
