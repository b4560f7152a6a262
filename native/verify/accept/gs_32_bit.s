# An offset of 32 bits, with displacements under the guard.
process:
    mov edi, edi
    mov eax, gs:[rdi]
    mov rax, gs:[rdi + 0xffffff8]
    mov al, gs:[rdi - 0x10000000]
    ret
