# VF0009
# sar of 32 bits keeps the sign bit: the result is no smaller.
process:
    sar edi, 8
    mov eax, gs:[rdi * 2]
    ret
