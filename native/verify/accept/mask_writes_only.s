# The same of an arena in r13.
# mask
# writes only
process:
    mov rax, [r13 + rdi]
    mov rcx, [rax]
    mov ecx, ecx
    mov [r13 + rcx], rax
    ret
