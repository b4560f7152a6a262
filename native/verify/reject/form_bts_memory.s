# VF0006
# The bit's number reaches 2^60 bytes.
process:
    mov edi, edi
    bts gs:[rdi], rsi
    ret
