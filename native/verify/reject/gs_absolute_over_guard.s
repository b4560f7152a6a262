# VF0009
# No register at all, and too far.
process:
    mov eax, gs:[-0x20000000]
    ret
