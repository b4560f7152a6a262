# VF0005
# The same of SSE.
process:
    mov edi, edi
    fxsave gs:[rdi]
    ret
