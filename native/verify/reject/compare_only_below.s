# VF0009
# More than a number, and no end.
# compare
process:
    cmp rdi, 0x7fff8000
    jb outside
    mov eax, [r13 + rdi]
outside:
    ret
