# VF0022
# So many spills that the verifier would take long: it refuses instead.
process:
    sub rsp, 0x7000
    mov edi, edi
    .set at, 0
    .rept 3500
    mov [rsp + at], rdi
    .set at, at + 8
    .endr
    .rept 400000
    je nine
    .endr
nine:
    add rsp, 0x7000
    ret
