# VF0009
# A branch proves nothing: a processor may guess it wrong (Spectre, variant 1).
process:
    cmp rdi, 100
    ja one
    mov eax, gs:[rdi]
one:
    ret
