# VF0009
# What was added besides isn't known.
# compare
process:
    lea rcx, [rdi + rsi]
    cmp rcx, 0x5f007fff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
