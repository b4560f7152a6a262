# VF0009
# The immediate is extended by its sign, and nearly all numbers are below.
# compare
process:
    cmp rdi, -1
    ja outside
    mov eax, [r13 + rdi]
outside:
    ret
