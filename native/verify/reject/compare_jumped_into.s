# VF0009
# Another way leads to the jump, with flags of its own.
# compare
process:
    test esi, esi
    je jump
    cmp rdi, 0x5f007fff
jump:
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
