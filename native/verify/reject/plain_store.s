# VF0008
# A store through what the caller gave.
process:
    mov [rdi], rsi
    ret
