# VF0009
# The one that was compared isn't the one that is used.
# compare
process:
    cmp rdi, 0x5f007fff
    ja outside
    mov eax, [r13 + rsi]
outside:
    ret
