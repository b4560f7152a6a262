# VF0013
# esp clears the upper half.
process:
    mov esp, edi
    ret
