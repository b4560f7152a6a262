# VF0009
# The difference's upper half was cut off.
# compare
process:
    lea ecx, [rdi - 0x7fff8000]
    cmp rcx, 0x7fffffff
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
