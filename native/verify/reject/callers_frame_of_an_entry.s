# VF0011
# What lies over the return address is the host's.
process:
    mov rax, [rsp + 8]
    ret
