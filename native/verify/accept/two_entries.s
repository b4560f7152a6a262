# init and process, and neither knows of the other.
# entries: process init
process:
    push rbx
    pop rbx
    ret
init:
    mov edi, edi
    mov rax, gs:[rdi]
    ret
