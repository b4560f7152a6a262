# Memory that lcores share.
process:
    mov edi, edi
    mov eax, 1
    lock xadd gs:[rdi], rax
    lock add dword ptr gs:[rdi], 1
    lock or byte ptr gs:[rdi + 8], 1
    xchg gs:[rdi], rax
    lock cmpxchg gs:[rdi], rsi
    lock bts dword ptr gs:[rdi], 3
    mfence
    pause
    push rbx
    mov ebx, 1
    lock cmpxchg16b gs:[rdi + 16]
    pop rbx
    ret
