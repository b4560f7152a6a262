# VF0008
# VF0019
# A byte of the spilled address is another.
# mask
process:
    push r13
    mov byte ptr [rsp + 5], 1
    mov r13, [rsp]
    mov [r13], eax
    pop r13
    ret
