# VF0008
# Its lower half.
# mask
process:
    mov edx, r13d
    mov [rdx], eax
    ret
