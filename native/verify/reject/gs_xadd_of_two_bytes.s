# VF0009
# Both bytes of one register are written: ah gets what al was.
process:
    mov edi, edi
    mov eax, 255
    xadd al, ah
    mov rax, gs:[rdi + rax + 0xffffe00]
    ret
