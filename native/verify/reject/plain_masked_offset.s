# VF0008
# A bounded number is no address.
process:
    mov edi, edi
    mov [rdi], rsi
    ret
