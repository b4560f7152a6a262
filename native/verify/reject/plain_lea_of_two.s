# VF0008
# Frame address plus something is no frame address.
process:
    lea rax, [rsp + rdi - 8]
    mov rax, [rax]
    ret
