# VF0009
# The bound of another size of element.
# compare
process:
    cmp rax, 0x5f007fff
    ja outside
    mov ecx, [r13 + rax * 8 + 0x60200018]
outside:
    ret
