# VF0009
# Behind a division by zero that will trap, a processor went on with the quotient of a division before.
process:
    mov eax, 1
    xor edx, edx
    mov ecx, edi
    div rcx
    mov eax, gs:[rax]
    ret
