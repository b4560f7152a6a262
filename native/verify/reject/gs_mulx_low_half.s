# VF0009
# mulx writes two registers.
process:
    mov ecx, 8
    mov rdx, rdi
    mulx rbx, rcx, rsi
    mov eax, gs:[rcx]
    ud2
