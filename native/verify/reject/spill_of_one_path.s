# VF0009
# Spilled bounded on one path, not on the other.
process:
    sub rsp, 8
    mov [rsp], rdi
    test esi, esi
    je one
    mov edi, edi
    mov [rsp], rdi
one:
    mov rax, [rsp]
    add rsp, 8
    mov eax, gs:[rax]
    ret
