# VF0017
# A call to anywhere.
process:
    push rbx
    call rdi
    pop rbx
    ret
