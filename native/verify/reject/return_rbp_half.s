# VF0019
# Half of rbp is not rbp.
process:
    mov ebp, ebp
    ret
