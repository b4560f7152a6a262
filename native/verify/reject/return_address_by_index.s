# VF0011
# An index in the frame reaches one too far.
process:
    sub rsp, 64
    and edi, 15
    mov [rsp + rdi * 8], rsi
    add rsp, 64
    ret
