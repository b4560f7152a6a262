# An index of 32 bits, which wraps in the arena.
process:
    xor eax, eax
one:
    mov ecx, eax
    add dword ptr gs:[rcx], 1
    add eax, 4
    cmp eax, 4096
    jne one
    ret
