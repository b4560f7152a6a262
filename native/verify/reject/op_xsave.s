# VF0005
# Everything, to memory.
process:
    mov edi, edi
    xsave gs:[rdi]
    ret
