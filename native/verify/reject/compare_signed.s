# VF0009
# A negative number is less too.
# compare
process:
    cmp rdi, 0x5f007fff
    jg outside
    mov eax, [r13 + rdi]
outside:
    ret
