# VF0009
# One value of all is known to be another.
# compare
process:
    cmp rdi, 0x5f007fff
    je outside
    mov eax, [r13 + rdi]
outside:
    ret
