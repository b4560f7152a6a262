# VF0009
# The upper half is anything.
# compare
process:
    cmp edi, 0x5f007fff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
