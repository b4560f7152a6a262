# A frame of the most bytes.
process:
    sub rsp, 0x8000
    mov [rsp], rdi
    mov rax, [rsp + 0x7ff8]
    add rsp, 0x8000
    ret
