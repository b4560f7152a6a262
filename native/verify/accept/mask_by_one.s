# A pointer into the arena moves by one.
# mask
process:
    mov eax, edi
    lea rdx, [r13 + rax]
    inc rdx
    mov byte ptr [rdx], 0
    dec rdx
    mov byte ptr [rdx], 0
    ret
