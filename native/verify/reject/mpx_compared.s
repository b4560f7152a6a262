# VF0009
# A branch proves nothing here.
# mpx
process:
    cmp rdi, 0x5f007fff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
