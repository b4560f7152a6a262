# VF0009
# Nothing is compared.
# compare
process:
    mov eax, [r13 + rdi]
    ret
