# VF0006
# A control register.
process:
    mov rax, cr0
    ret
