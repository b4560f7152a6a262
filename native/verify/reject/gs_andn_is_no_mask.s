# VF0009
# andn keeps what the mask lacks.
process:
    mov eax, 255
    andn rax, rax, rdi
    mov eax, gs:[rax]
    ret
