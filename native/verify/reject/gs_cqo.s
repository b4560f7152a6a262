# VF0009
# cqo writes rdx: minus one is before the arena by more than its guard, times 8 here.
process:
    mov rax, rdi
    cqo
    shl rdx, 40
    mov eax, gs:[rdx]
    ret
