# Writes of 8 and 16 bits to what was bounded before.
process:
    xor eax, eax
    mov al, gs:[0x60200000]
    mov ecx, gs:[rax]
    mov ah, cl
    mov ecx, gs:[rax]
    xor edx, edx
    mov dx, gs:[0x60200000]
    mov ecx, gs:[rdx * 8]
    ret
