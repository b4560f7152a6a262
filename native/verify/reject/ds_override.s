# VF0007
# A segment override that does nothing.
process:
    .byte 0x3e
    mov rax, gs:[0]
    ret
