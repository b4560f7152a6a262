# VF0009
# Nothing is checked.
# mpx
process:
    mov eax, [r13 + rdi]
    ret
