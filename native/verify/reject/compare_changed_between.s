# VF0009
# It changes between comparison and jump, and the flags don't.
# compare
process:
    cmp rdi, 0x5f007fff
    mov rdi, rsi
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
