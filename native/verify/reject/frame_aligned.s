# VF0014
# Alignment takes room.
process:
    push rbp
    mov rbp, rsp
    and rsp, -0x1000
    sub rsp, 0x7800
    mov rsp, rbp
    pop rbp
    ret
