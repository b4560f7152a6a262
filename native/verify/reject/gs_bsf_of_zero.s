# VF0009
# bsf of zero leaves the register as it was.
process:
    bsf rdi, rsi
    mov eax, gs:[rdi]
    ret
