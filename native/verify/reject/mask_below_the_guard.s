# VF0009
# Before the guard in front.
# mask
process:
    mov eax, edi
    mov rdx, r13
    sub rdx, rax
    mov [rdx], al
    ret
