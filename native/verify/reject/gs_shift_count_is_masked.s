# VF0009
# shr by 64 is shr by 0.
process:
    shrx rax, rdi, rsi
    mov eax, gs:[rax]
    ret
