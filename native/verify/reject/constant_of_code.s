# VF0012
# Its own code is no constant.
process:
    mov rax, [rip + process]
    ret
