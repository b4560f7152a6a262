# VF0008
# An address of the host, without gs.
process:
    mov rax, [rdi]
    ret
