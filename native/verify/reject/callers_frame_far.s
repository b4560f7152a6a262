# VF0011
# A caller has no frame of 2 GiB.
process:
    mov rax, [rsp + 0x7fffff00]
    ret
