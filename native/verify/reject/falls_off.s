# VF0020
# No instruction is the last one.
process:
    mov eax, 1
