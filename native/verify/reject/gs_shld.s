# VF0009
# shld shifts others in.
process:
    mov eax, 8
    shld rax, rdi, 60
    mov eax, gs:[rax]
    ret
