# What only reads may read anything, by gs or without; what it knows of its own frame stays known.
# writes only
process:
    mov rax, gs:[rdi]
    mov rcx, [rax + rcx * 8]
    vmovdqu ymm0, [rcx]
    push qword ptr [rdi]
    pop rdx
    add edx, [rsi]
    mov gs:[rdx], eax
    cmp qword ptr [rdx], 0
    ret
