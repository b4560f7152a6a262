# VF0009
# By mask no branch is believed, since a processor may guess it.
# mask
process:
    cmp rdi, 0x5f007fff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
