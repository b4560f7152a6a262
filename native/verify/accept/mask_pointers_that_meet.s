# Two pointers into the arena are one of both.
# mask
process:
    mov eax, edi
    mov ecx, esi
    lea rdx, [r13 + rax]
    lea r8, [r13 + rcx]
    test edi, edi
    je one
    mov rdx, r8
one:
    cmovs rdx, r8
    mov [rdx + 16], eax
    ret
