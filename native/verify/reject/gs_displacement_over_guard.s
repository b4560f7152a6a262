# VF0009
# Below the guard by one byte.
process:
    mov edi, edi
    mov al, gs:[rdi - 0x10000001]
    ret
