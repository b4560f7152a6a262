# VF0005
# And back: MXCSR too.
process:
    mov edi, edi
    xrstor gs:[rdi]
    ret
