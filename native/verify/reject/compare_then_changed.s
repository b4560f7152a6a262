# VF0009
# It grows behind the comparison.
# compare
process:
    cmp rdi, 0x5f007fff
    ja outside
    add rdi, rdi
    add rdi, rdi
    add rdi, rdi
    mov eax, [r13 + rdi]
outside:
    ret
