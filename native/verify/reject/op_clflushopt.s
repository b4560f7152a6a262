# VF0005
# The same.
process:
    mov edi, edi
    clflushopt gs:[rdi]
    ret
