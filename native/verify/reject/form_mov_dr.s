# VF0006
# A debug register.
process:
    mov rax, dr7
    ret
