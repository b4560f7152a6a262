# VF0009
# The word may change until it is read again.
# compare
process:
    cmp qword ptr [r13 + 0x60200000], 0x5f007fff
    ja outside
    mov rdi, [r13 + 0x60200000]
    mov eax, [r13 + rdi]
outside:
    ret
