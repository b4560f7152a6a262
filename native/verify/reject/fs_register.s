# VF0007
# fs is the host thread.
process:
    mov rax, fs:[rdi]
    ret
