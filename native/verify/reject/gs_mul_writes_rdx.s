# VF0009
# The upper half of a product lies in rdx.
process:
    mov edx, 8
    mov rax, rdi
    mul rsi
    mov eax, gs:[rdx]
    ret
