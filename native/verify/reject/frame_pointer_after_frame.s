# VF0010
# The frame is gone, its address is not.
process:
    sub rsp, 24
    mov rax, rsp
    add rsp, 24
    mov [rax], rdi
    ret
