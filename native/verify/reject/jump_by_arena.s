# VF0017
# A table that the module writes.
process:
    mov edi, edi
    jmp qword ptr gs:[rdi]
