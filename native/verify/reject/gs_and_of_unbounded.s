# VF0009
# and of two numbers that may both be negative.
process:
    and rdi, rsi
    mov eax, gs:[rdi]
    ret
