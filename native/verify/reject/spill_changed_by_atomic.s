# VF0009
# xadd on the stack is a store.
process:
    mov edi, edi
    push rdi
    lock xadd [rsp], rsi
    pop rax
    mov eax, gs:[rax]
    ret
