# VF0009
# The same by xchg.
process:
    mov edi, edi
    mov eax, 255
    xchg al, ah
    mov rax, gs:[rdi + rax + 0xffffe00]
    ret
