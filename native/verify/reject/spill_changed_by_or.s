# VF0009
# A read-modify-write of a spill.
process:
    mov edi, edi
    push rdi
    or qword ptr [rsp], rsi
    pop rax
    mov eax, gs:[rax]
    ret
