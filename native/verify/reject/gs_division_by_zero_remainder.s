# VF0009
# The same with the remainder.
process:
    mov rax, rdi
    xor edx, edx
    movzx ecx, sil
    div rcx
    mov eax, gs:[rdx]
    ret
