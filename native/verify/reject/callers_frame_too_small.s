# VF0011
# The callee uses 16 bytes, the caller has 8.
process:
    push rdi
    call one
    pop rdi
    ret
one:
    mov qword ptr [rsp + 16], 1
    ret
