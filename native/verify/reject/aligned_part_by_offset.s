# VF0010
# Two names for one place: spills would be believed that are overwritten.
process:
    push rbp
    mov rbp, rsp
    and rsp, -32
    sub rsp, 64
    mov [rbp - 40], rdi
    mov rsp, rbp
    pop rbp
    ret
