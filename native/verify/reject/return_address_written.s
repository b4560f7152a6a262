# VF0011
# A return wherever it pleases.
process:
    mov [rsp], rdi
    ret
