# VF0008
# An index without a base.
process:
    mov eax, [rdi * 4]
    ret
