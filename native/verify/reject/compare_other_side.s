# VF0009
# The access is where the address is outside.
# compare
process:
    cmp rdi, 0x5f007fff
    ja outside
    ret
outside:
    mov eax, [r13 + rdi]
    ret
